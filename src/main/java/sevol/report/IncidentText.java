package sevol.report;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sevol.ledger.Closing;
import sevol.ledger.DeniedObject;
import sevol.ledger.FixResult;
import sevol.ledger.Incident;
import sevol.ledger.Sample;
import sevol.ledger.SeenMount;
import sevol.ledger.Tally;
import sevol.remedy.Advice;

/** An incident of the ledger for people: one block. */
public final class IncidentText {
  private static final String INDENT = "        ";

  private final Appendable out;
  private final Incident incident;
  private final @Nullable FixResult automatic;

  private IncidentText(Appendable out, Incident incident, @Nullable FixResult automatic) {
    this.out = out;
    this.incident = incident;
    this.automatic = automatic;
  }

  /**
   * Writes the block: what, how often, why, who, and the cure.
   *
   * @param automatic what came of its automatic fix, null if none was asked for
   */
  public static void write(Appendable out, Incident incident, @Nullable FixResult automatic)
      throws IOException {
    IncidentText text = new IncidentText(out, incident, automatic);
    text.head();
    text.automatic();
    text.cure(false);
  }

  /** Writes the block with all that is known: the sample, the objects, the notes. */
  public static void writeAll(Appendable out, Incident incident, @Nullable FixResult automatic)
      throws IOException {
    IncidentText text = new IncidentText(out, incident, automatic);
    text.head();
    text.sample(incident.sample());
    text.objects();
    text.automatic();
    text.cure(true);
  }

  private void automatic() throws IOException {
    if (automatic != null) {
      String state = automatic.state().word();
      line(
          "automatic: "
              + state
              + " "
              + seconds(automatic.time())
              + ": "
              + Plain.text(automatic.reason()));
    }
  }

  private void head() throws IOException {
    out.append(String.format("%-8s", incident.state().toUpperCase(Locale.ROOT)));
    out.append(incident.id()).append("  ").append(where()).append('\n');
    line(times(incident.tally()));
    Closing closed = incident.closed();
    if (closed != null) {
      line("closed " + seconds(closed.when()) + ": " + Plain.text(closed.why()));
    }
    line(incident.key().cause().word() + ": " + Plain.text(incident.reason()));
    line(who());
  }

  private String where() {
    SeenMount mount = incident.mount();
    String source = incident.key().source();
    if (mount != null) {
      return Plain.text(mount.source())
          + " → "
          + Plain.text(mount.destination())
          + " ("
          + mount.mode()
          + ")";
    }
    return source != null ? Plain.text(source) : object(incident.sample()) + "  (mount unknown)";
  }

  private String object(Sample sample) {
    String host = sample.hostPath();
    if (host != null) {
      return Plain.text(host);
    }
    StringBuilder s = new StringBuilder(Plain.text(tclass()));
    String name = sample.path() != null ? sample.path() : sample.name();
    if (name != null) {
      s.append(" \"").append(Plain.text(name)).append('"');
    }
    String dev = sample.dev();
    if (dev != null) {
      s.append("  (").append(Plain.text(dev));
      s.append(sample.ino() == null ? "" : " inode " + sample.ino()).append(')');
    }
    return s.toString();
  }

  private String tclass() {
    String tclass = incident.key().tclass();
    return tclass.isEmpty() ? "object" : tclass;
  }

  private String times(Tally tally) {
    String span =
        seconds(tally.first()).equals(seconds(tally.last()))
            ? " at " + seconds(tally.last())
            : ", first " + seconds(tally.first()) + ", last " + seconds(tally.last());
    if (tally.denials() + tally.logged() == 0) {
      return "predicted by a check of the container's mounts" + span + "; no record tells of it";
    }
    String logged = String.format(Locale.ROOT, "%,d only logged (permissive)", tally.logged());
    if (tally.denials() == 0) {
      return logged + span;
    }
    String denials =
        String.format(Locale.ROOT, "%,d %s", tally.denials(), plural("denial", tally.denials()));
    return denials + (tally.logged() == 0 ? "" : " and " + logged) + span;
  }

  private static String plural(String word, long count) {
    return count == 1 ? word : word + "s";
  }

  private String who() {
    String type = incident.key().processType();
    StringBuilder s = new StringBuilder(type.isEmpty() ? "(unknown)" : Plain.text(type));
    s.append(" { ").append(Plain.text(String.join(" ", incident.perms()))).append(" } on ");
    s.append(Plain.text(tclass()));
    List<String> names = incident.containers();
    if (names.isEmpty()) {
      return s.append("; container unknown").toString();
    }
    s.append(names.size() == 1 ? "; container: " : "; containers: ");
    s.append(Plain.text(String.join(", ", names)));
    return s.append(incident.ambiguous() ? " (ambiguous: they share a level)" : "").toString();
  }

  private void sample(Sample sample) throws IOException {
    StringBuilder s = new StringBuilder();
    add(s, "event", sample.event());
    add(s, "comm", sample.comm());
    add(s, "exe", sample.exe());
    add(s, "pid", sample.pid());
    add(s, "name", sample.name());
    add(s, "path", sample.path());
    add(s, "dev", sample.dev());
    add(s, "ino", sample.ino());
    if (!s.isEmpty()) {
      line("example:" + s);
    }
    line("process: " + text(sample.scontext()));
  }

  private static void add(StringBuilder s, String key, @Nullable Object value) {
    if (value != null) {
      s.append(' ').append(key).append('=').append(ShellWords.quote(value.toString()));
    }
  }

  private void objects() throws IOException {
    for (DeniedObject object : incident.objects()) {
      String host = object.hostPath();
      line("object: " + text(object.tcontext()) + (host == null ? "" : "  " + Plain.text(host)));
    }
  }

  private void cure(boolean notes) throws IOException {
    Advice advice = incident.advice();
    if (advice == null || (!incident.open() && !notes)) {
      return;
    }
    if (advice.commands().isEmpty()) {
      line("advice: " + Plain.text(advice.summary()));
    }
    for (List<String> command : advice.commands()) {
      line("fix: " + ShellWords.join(command));
    }
    if (notes) {
      for (String note : advice.notes()) {
        line("note: " + Plain.text(note));
      }
    }
  }

  private static String text(@Nullable String context) {
    return context == null ? "(unknown)" : Plain.text(context);
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void line(String text) throws IOException {
    out.append(INDENT).append(text).append('\n');
  }
}
