package sevol.report;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import sevol.ledger.Closing;
import sevol.ledger.Incident;
import sevol.ledger.SeenMount;
import sevol.remedy.Advice;

/** An incident of the ledger on one line, where no denial is at hand to tell of. */
public final class LedgerLine {
  private LedgerLine() {}

  /** Writes the line of what would be denied, and leaves no record when it is. */
  public static void predicted(Appendable out, Incident incident) throws IOException {
    out.append("predicted: ").append(who(incident)).append(" will be denied { ");
    out.append(Plain.text(String.join(" ", incident.perms()))).append(" } on ");
    out.append(where(incident)).append(", and no record will tell of it: ");
    out.append(incident.key().cause().word()).append(remedy(incident)).append('\n');
  }

  /** Writes the line of an incident that is over. */
  public static void closed(Appendable out, Incident incident) throws IOException {
    Closing closed = incident.closed();
    out.append("over: incident ").append(incident.id()).append(", ").append(who(incident));
    out.append(" on ").append(where(incident)).append(": ");
    out.append(closed == null ? "" : Plain.text(closed.why())).append('\n');
  }

  private static String who(Incident incident) {
    List<String> names = incident.containers();
    return names.isEmpty()
        ? Plain.text(incident.key().processType())
        : "container " + Plain.text(String.join(", ", names));
  }

  private static String where(Incident incident) {
    SeenMount mount = incident.mount();
    String source = incident.key().source();
    if (mount != null) {
      String destination = Plain.text(mount.destination());
      return Plain.text(mount.source()) + " (mounted at " + destination + ")";
    }
    return source == null
        ? Plain.text(incident.key().tclass()) + " (mount unknown)"
        : Plain.text(source);
  }

  private static String remedy(Incident incident) {
    Advice advice = incident.advice();
    if (advice == null) {
      return "";
    }
    return advice.commands().isEmpty()
        ? "; " + Plain.text(advice.summary())
        : "; fix: "
            + advice.commands().stream().map(ShellWords::join).collect(Collectors.joining(" && "));
  }
}
