package sevol.report;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import sevol.preflight.Cure;
import sevol.preflight.Verdict;
import sevol.remedy.Advice;
import sevol.request.MountRequest;

/** A verdict for people. */
public final class VerdictText {
  private static final String INDENT = "        ";

  private VerdictText() {}

  /** Writes what the verdicts that follow belong to, where there are several containers. */
  public static void heading(String subject, Appendable out) throws IOException {
    out.append(Plain.text(subject)).append(":\n");
  }

  /** Writes one verdict: a headline, the evidence, the cure. */
  public static void write(Verdict verdict, Appendable out) throws IOException {
    out.append(String.format(Locale.ROOT, "%-8s", verdict.outcome().name()))
        .append(mount(verdict.request()))
        .append("\n");
    String cause = verdict.cause() == null ? "" : verdict.cause().word() + ": ";
    line(out, cause + verdict.reason());
    if (verdict.explanation() != null) {
      line(out, "policy: " + verdict.explanation());
    }
    for (String warning : verdict.warnings()) {
      line(out, "warning: " + warning);
    }
    Advice advice = verdict.advice();
    if (advice != null) {
      write(advice, out);
    }
    List<Cure> options = verdict.cures().stream().filter(c -> !isFix(c, verdict)).toList();
    if (!options.isEmpty()) {
      line(
          out,
          (advice == null || advice.commands().isEmpty() ? "helps: " : "or: ")
              + options.stream().map(VerdictText::cure).collect(Collectors.joining("; or ")));
    }
  }

  /** {@code /srv/data → /data (rw)}, or the kind in place of a path. */
  static String mount(MountRequest request) {
    String source = request.source();
    String kind = request instanceof MountRequest.Bind ? "" : request.kind() + " ";
    String what = source.isEmpty() ? request.kind() : kind + source;
    return Plain.text(what + " → " + request.destination()) + " (" + request.mode() + ")";
  }

  private static boolean isFix(Cure cure, Verdict verdict) {
    Advice advice = verdict.advice();
    return !cure.command().isEmpty()
        && advice != null
        && advice.commands().contains(cure.command());
  }

  private static String cure(Cure cure) {
    String how =
        switch (cure.kind()) {
          case LABEL, BOOLEAN -> ShellWords.join(cure.command());
          case RELABEL -> "mount it with " + cure.value();
          case LEVEL -> "run with --security-opt label=level:" + cure.value();
          case TYPE -> "run with --security-opt label=type:" + cure.value();
          case CONTEXT -> "mount the file system with " + cure.value();
        };
    return how;
  }

  /** The commands; where there are none, the words. JSON has both. */
  private static void write(Advice advice, Appendable out) throws IOException {
    String label = "fix: ";
    for (List<String> command : advice.commands()) {
      out.append(INDENT).append(label).append(ShellWords.join(command)).append("\n");
      label = "     ";
    }
    if (advice.commands().isEmpty()) {
      line(out, "advice: " + advice.summary());
      for (String note : advice.notes()) {
        line(out, "note: " + note);
      }
    }
  }

  private static void line(Appendable out, String hostile) throws IOException {
    out.append(INDENT).append(Plain.text(hostile)).append("\n");
  }
}
