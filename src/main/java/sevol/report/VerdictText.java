package sevol.report;

import java.io.IOException;
import java.util.List;
import sevol.preflight.Verdict;
import sevol.remedy.Advice;

/** A verdict for people. */
public final class VerdictText {
  private static final String INDENT = "        ";

  private VerdictText() {}

  /** Writes one verdict: a headline, the evidence, the cure. */
  public static void write(Verdict verdict, Appendable out) throws IOException {
    out.append(String.format("%-8s", verdict.outcome().name()))
        .append(Plain.text(verdict.request().source()))
        .append(" → ")
        .append(Plain.text(verdict.request().destination()))
        .append(" (")
        .append(verdict.request().mode())
        .append(")\n");
    String cause = verdict.cause() == null ? "" : verdict.cause().word() + ": ";
    line(out, cause + verdict.reason());
    for (String warning : verdict.warnings()) {
      line(out, "warning: " + warning);
    }
    Advice advice = verdict.advice();
    if (advice != null) {
      write(advice, out);
    }
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
