package sevol.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevol.doctor.Finding;
import sevol.doctor.Remedy;
import sevol.doctor.Severity;

class DoctorReportTest {
  private static final Finding BLIND =
      new Finding(
          Severity.PROBLEM,
          "auditd",
          "no log\u001b[2J",
          "in <file>\n",
          new Remedy("write_logs = yes", List.of(List.of("kill", "a b"), List.of("sync"))));
  private static final Finding FINE = new Finding(Severity.OK, "SELinux", "enforcing", null, null);
  private static final Finding DEAD =
      new Finding(
          Severity.WARNING, "x", "dead", null, new Remedy("", List.of(List.of("start", "x"))));

  @Test
  void textIsAHeadlineTheEvidenceAndTheRemedyForEach() throws IOException {
    StringBuilder out = new StringBuilder();
    DoctorText.write(List.of(BLIND, DEAD, FINE), out);
    assertEquals(
        """
        PROBLEM  auditd: no log\\x1B[2J
                 seen: in <file>\\x0A
                 fix:  write_logs = yes
                       kill 'a b'
                       sync
        WARNING  x: dead
                 fix:  start x
        OK       SELinux: enforcing
        1 problem, 1 warning, 0 notes; 1 fine
        """,
        out.toString());
  }

  @Test
  void theLastLineSaysWhatRootWouldSee() throws IOException {
    StringBuilder out = new StringBuilder();
    Finding blind =
        new Finding(Severity.NOTE, "x", "not looked at: /y (this account …)", null, null);
    DoctorText.write(List.of(blind), out);
    assertTrue(
        out.toString()
            .endsWith(
                "\n0 problems, 0 warnings, 1 note; 0 fine; 1 not looked at: run it with sudo\n"),
        out.toString());
  }

  @Test
  void jsonIsOneObjectALine() throws IOException {
    StringBuilder out = new StringBuilder();
    DoctorJson.write(BLIND, out);
    DoctorJson.write(FINE, out);
    assertEquals(
        """
        {"severity":"problem","subject":"auditd","what":"no log\\u001b[2J","evidence":"in <file>\\n","remedy":{"text":"write_logs = yes","commands":[["kill","a b"],["sync"]]}}
        {"severity":"ok","subject":"SELinux","what":"enforcing","evidence":null,"remedy":null}
        """,
        out.toString());
  }
}
