package sevol.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.remedy.Advice;
import sevol.selinux.Denial;
import sevol.selinux.SecurityContext;

/** One denial of a live host on one line: who, what, where on the host, why, and what to do. */
public final class IncidentLine {
  private final DenialReport report;
  private final Denial denial;
  private final Attribution attribution;

  private IncidentLine(DenialReport report) {
    this.report = report;
    this.denial = report.denial();
    this.attribution = report.attribution();
  }

  /** Writes the line and its end. */
  public static void write(Appendable out, DenialReport report) throws IOException {
    out.append(new IncidentLine(report).text()).append('\n');
  }

  private String text() {
    StringBuilder line = new StringBuilder();
    Instant time = denial.time();
    if (time != null) {
      line.append(time.truncatedTo(ChronoUnit.SECONDS)).append(' ');
    }
    line.append(report.onlyLogged() ? "would be denied: " : "denied: ");
    line.append(who()).append(" { ").append(Plain.text(String.join(" ", denial.perms())));
    line.append(" } on ").append(where()).append(": ").append(report.diagnosis().cause().word());
    return line.append(remedy(report.advice())).toString();
  }

  private static String remedy(@Nullable Advice advice) {
    if (advice == null) {
      return "";
    }
    return advice.commands().isEmpty()
        ? "; " + Plain.text(advice.summary())
        : "; fix: "
            + advice.commands().stream().map(ShellWords::join).collect(Collectors.joining(" && "));
  }

  private String who() {
    Container container = attribution.container();
    SecurityContext scontext = denial.scontext();
    String type = scontext == null ? "of unknown type" : Plain.text(scontext.type());
    String engine = "engine " + type;
    if (container == null) {
      String level =
          scontext == null || scontext.range() == null ? "" : Plain.text(scontext.range());
      return (report.container()
              ? "process " + type + (level.isEmpty() ? "" : ":" + level)
              : engine)
          + (attribution.candidates().isEmpty()
              ? " (container unknown)"
              : " (one of " + candidates() + ", which have the same level " + level + ")");
    }
    String id = container.id().substring(0, Math.min(12, container.id().length()));
    return (report.container() ? "" : engine + " for ")
        + "container "
        + Plain.text(container.display())
        + " ("
        + container.engine().command()
        + " "
        + Plain.text(id)
        + ")";
  }

  private String candidates() {
    return attribution.candidates().stream()
        .map(c -> c.engine().command() + " " + Plain.text(c.display()))
        .collect(Collectors.joining(", "));
  }

  private String where() {
    Path host = attribution.hostPath();
    BindMount mount = attribution.mount();
    String object = host == null ? object() : Plain.text(host.toString());
    if (mount == null) {
      return host == null ? object + " (mount unknown)" : object;
    }
    String below = host == null ? "below " + Plain.text(mount.source().toString()) + ", " : "";
    return object + " (" + below + "mounted at " + Plain.text(mount.destination().toString()) + ")";
  }

  private String object() {
    String seen = denial.path() != null ? denial.path() : denial.name();
    StringBuilder object =
        new StringBuilder(denial.tclass() == null ? "object" : denial.tclass().name());
    if (seen != null) {
      object.append(" \"").append(Plain.text(seen)).append('"');
    }
    if (denial.dev() != null) {
      object.append(" of ").append(Plain.text(denial.dev()));
    }
    if (denial.ino() != null) {
      object.append(" inode ").append(denial.ino());
    }
    return object.toString();
  }
}
