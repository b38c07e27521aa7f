package sevol.report;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import sevol.doctor.Finding;
import sevol.doctor.Remedy;
import sevol.doctor.Severity;

/** What {@code sevol doctor} found, for people. */
public final class DoctorText {
  private static final String INDENT = "         ";

  private DoctorText() {}

  /** Writes the findings in the order given, and a line that counts them. */
  public static void write(List<Finding> findings, Appendable out) throws IOException {
    for (Finding finding : findings) {
      write(finding, out);
    }
    out.append(count(findings, Severity.PROBLEM, "problem"))
        .append(", ")
        .append(count(findings, Severity.WARNING, "warning"))
        .append(", ")
        .append(count(findings, Severity.NOTE, "note"))
        .append("; ")
        .append(String.valueOf(number(findings, Severity.OK)))
        .append(" fine");
    long blind = findings.stream().filter(Finding::blind).count();
    out.append(blind == 0 ? "\n" : "; " + blind + " not looked at: run it with sudo\n");
  }

  private static void write(Finding finding, Appendable out) throws IOException {
    out.append(String.format(Locale.ROOT, "%-9s", finding.severity().name()))
        .append(Plain.text(finding.subject()))
        .append(": ")
        .append(Plain.text(finding.what()))
        .append("\n");
    String evidence = finding.evidence();
    if (evidence != null) {
      line(out, "seen: ", Plain.text(evidence));
    }
    Remedy remedy = finding.remedy();
    if (remedy != null) {
      String label = "fix:  ";
      if (!remedy.text().isEmpty()) {
        line(out, label, Plain.text(remedy.text()));
        label = "      ";
      }
      for (List<String> command : remedy.commands()) {
        line(out, label, ShellWords.join(command));
        label = "      ";
      }
    }
  }

  private static void line(Appendable out, String label, String text) throws IOException {
    out.append(INDENT).append(label).append(text).append("\n");
  }

  private static String count(List<Finding> findings, Severity severity, String word) {
    long n = number(findings, severity);
    return n + " " + word + (n == 1 ? "" : "s");
  }

  private static long number(List<Finding> findings, Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }
}
