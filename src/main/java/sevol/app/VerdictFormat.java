package sevol.app;

import java.io.IOException;
import java.util.List;
import sevol.preflight.Verdict;
import sevol.report.VerdictJson;
import sevol.report.VerdictJunit;
import sevol.report.VerdictText;

/** How {@code sevol check} prints its verdicts. */
enum VerdictFormat {
  /** For people. */
  TEXT,
  /** One object a line. */
  JSON,
  /** One XML document, as Jenkins and others read test results. */
  JUNIT;

  /** The verdicts on one container. */
  record Checked(String subject, List<Verdict> verdicts) {}

  void write(List<Checked> all, Appendable out) throws IOException {
    if (this == JUNIT) {
      VerdictJunit document = new VerdictJunit();
      all.forEach(c -> document.add(c.subject, c.verdicts));
      document.write(out);
      return;
    }
    for (Checked checked : all) {
      if (this == TEXT && all.size() > 1) {
        VerdictText.heading(checked.subject, out);
      }
      for (Verdict verdict : checked.verdicts) {
        if (this == TEXT) {
          VerdictText.write(verdict, out);
        } else {
          VerdictJson.write(checked.subject, verdict, out);
        }
      }
    }
  }
}
