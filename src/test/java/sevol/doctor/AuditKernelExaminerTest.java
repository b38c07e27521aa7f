package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditKernelExaminerTest {
  private static final String STATUS = "/run/sevol/kernel/audit-status.json";

  @TempDir private Path temp;

  private List<Finding> status(String json, Instant written) throws IOException {
    HostFacts facts = new FakeRoot(temp).file(STATUS, json, written).facts();
    return new AuditKernelExaminer(FakeRoot.NOW).examine(facts);
  }

  private List<Finding> status(long enabled, long failure, long rate, long limit, long lost)
      throws IOException {
    return status(
        "{\"time\":\"2026-11-22T11:59:30Z\",\"enabled\":%d,\"failure\":%d,\"pid\":7,\"rate_limit\":%d,\"backlog_limit\":%d,\"lost\":%d,\"backlog\":0}"
            .formatted(enabled, failure, rate, limit, lost),
        FakeRoot.NOW.minusSeconds(30));
  }

  @Test
  void aKernelThatKeepsAllIsFine() throws IOException {
    assertEquals(
        List.of("ok kernel audit: on, nothing lost, 8192 records may wait"),
        FakeRoot.lines(status(1, 1, 0, 8192, 0)));
  }

  @Test
  void lossesAndASmallBacklogAreCuredByALargerOne() throws IOException {
    Finding lost = status(1, 1, 0, 8192, 17).get(0);
    assertEquals("17 records were dropped since boot", lost.what());
    assertTrue(lost.remedy().text().startsWith("-b 8192 in a file of /etc/audit/rules.d"));
    assertEquals(Severity.WARNING, status(1, 1, 0, 64, 0).get(0).severity());
  }

  @Test
  void whatStopsRecordsIsTold() throws IOException {
    assertEquals(
        List.of("problem kernel audit: auditing is switched off: no denial is logged"),
        FakeRoot.lines(status(0, 1, 0, 8192, 0)));
    assertEquals(
        List.of(
            "warning kernel audit: drops what is more than 100 records a second",
            "note kernel audit: the kernel panics when it cannot log"),
        FakeRoot.lines(status(1, 2, 100, 8192, 0)));
  }

  @Test
  void anOldStatusIsNoAnswer() throws IOException {
    Finding old =
        status(
                "{\"enabled\":1,\"failure\":1,\"pid\":7,\"rate_limit\":0,\"backlog_limit\":9,\"lost\":0,\"backlog\":0}",
                FakeRoot.NOW.minusSeconds(3600))
            .get(0);
    assertEquals("whether the kernel drops records is not known", old.what());
    assertEquals(STATUS + " is old", old.evidence());
  }

  @Test
  void aDamagedStatusIsNoAnswer() throws IOException {
    for (String json :
        List.of("", "[1]", "{", "{\"enabled\":{}}", "{\"enabled\":\"x\"}", "[".repeat(10_000))) {
      assertEquals(STATUS + " is damaged", status(json, FakeRoot.NOW).get(0).evidence(), json);
    }
  }

  @Test
  void auditingOffAtBootIsAProblem() throws IOException {
    FakeRoot root = new FakeRoot(temp).file("/proc/cmdline", "ro audit=0\n").unreadable(STATUS);
    assertEquals(
        List.of(
            "problem kernel audit: auditing is off from the boot on: no denial is logged",
            "note kernel audit: not looked at: " + STATUS + " (this account may not read it)"),
        root.look(new AuditKernelExaminer(FakeRoot.NOW)));
  }
}
