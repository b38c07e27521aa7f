package sevol.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sevol.ledger.Examples.T0;
import static sevol.ledger.StatusExamples.heartbeat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.ledger.Heartbeat.Counters;
import sevol.ledger.Heartbeat.Source;
import sevol.ledger.Heartbeat.State;

class DaemonStatusTest {
  private static final Source OFF = new Source(State.OFF, "EPERM");
  private static final Counters NONE = new Counters(0, 0, 0, 0, 0, 0, 0, 0);

  @TempDir private Path temp;
  private Path state = Path.of("/");
  private Path run = Path.of("/");

  @BeforeEach
  void well() throws IOException {
    state = temp.resolve("ledger");
    run = temp.resolve("run");
    StatusExamples.write(run, heartbeat());
    StatusExamples.counts(run, T0, 7, 0);
    StatusExamples.ledger(state, Examples.ledger(2));
  }

  private DaemonStatus status(Instant now) {
    return DaemonStatus.read(state, run, now, DaemonStatus.MAX_AGE);
  }

  private List<String> problems(Heartbeat heartbeat) throws IOException {
    StatusExamples.write(run, heartbeat);
    return texts(status(T0));
  }

  private static List<String> texts(DaemonStatus status) {
    return status.problems().stream().map(Problem::text).toList();
  }

  @Test
  void allWell() {
    DaemonStatus status = status(T0.plusSeconds(59));
    assertEquals(List.of(), status.problems());
    assertEquals(2L, status.open());
    assertEquals(0L, status.lostSinceStart());
  }

  @Test
  void staleHeartbeatIsNotAlive() {
    assertEquals(
        List.of("the daemon (pid 812) was last heard of 61 s ago: it was killed, or hangs"),
        texts(status(T0.plusSeconds(61))));
    assertTrue(texts(status(T0.minusSeconds(61))).get(0).contains("the clock was set back"));
  }

  @Test
  void oneSourceIsEnoughAndNoneIsNot() throws IOException {
    Source waiting = new Source(State.WAITING, null);
    assertEquals(List.of(), problems(heartbeat(waiting, Source.FOLLOWING, NONE, null, null)));
    assertEquals(List.of(), problems(heartbeat(Source.FOLLOWING, OFF, NONE, null, null)));
    assertEquals(
        List.of(
            "no audit record reaches the daemon: /var/log/audit/audit.log: not there yet, waiting"
                + " for it; the kernel's stream: not read (EPERM)"),
        problems(heartbeat(waiting, OFF, NONE, null, null)));
  }

  @Test
  void ledgerThatCannotBeWrittenIsTold() throws IOException {
    assertEquals(
        List.of(
            "cannot write x: No space left on device, since 2026-11-22T14:09:25.867Z: what is new is"
                + " in the daemon's memory only"),
        problems(
            heartbeat(
                Source.FOLLOWING, OFF, NONE, "cannot write x: No space left on device", null)));
  }

  @Test
  void whatTheKernelLostBeforeTheDaemonBeganIsNoProblem() throws IOException {
    StatusExamples.counts(run, T0, 9, 0);
    assertEquals(
        List.of("the kernel lost audit records since the daemon began (2): denials may be missing"),
        texts(status(T0)));
    StatusExamples.counts(run, T0, 1, 0); // the count was reset since
    assertEquals(1L, status(T0).lostSinceStart());
  }

  @Test
  void lossOfLongAgoIsNoProblemOfToday() throws IOException {
    StatusExamples.counts(run, T0, 9, 0);
    Counters gaps = new Counters(0, 0, 0, 0, 0, 0, 0, 3);
    Instant yesterday = T0.minusSeconds(86_400);
    assertEquals(List.of(), problems(heartbeat(Source.FOLLOWING, OFF, gaps, null, yesterday)));
    assertEquals(
        2, problems(heartbeat(Source.FOLLOWING, OFF, gaps, null, T0.minusSeconds(5))).size());
  }

  @Test
  void overflowsMatterOnlyWithoutTheLog() throws IOException {
    Counters overflows = new Counters(0, 0, 0, 0, 0, 0, 1, 0);
    Source following = Source.FOLLOWING;
    assertEquals(List.of(), problems(heartbeat(following, following, overflows, null, T0)));
    assertEquals(
        "the kernel's stream dropped records, once",
        problems(heartbeat(OFF, following, overflows, null, T0)).get(0));
  }

  @Test
  void fullBacklogIsToldBeforeItLosesAnything() throws IOException {
    StatusExamples.counts(run, T0, 7, 7373);
    Problem problem = status(T0).problems().get(0);
    assertTrue(problem.text().startsWith("7373 of at most 8192"), problem.text());
    assertTrue(problem.next().startsWith("sudo auditctl -b 16384"), problem.next());
  }

  @Test
  void unknownLossIsNotNoLoss() throws IOException {
    StatusExamples.counts(run, T0.minusSeconds(901), 7, 0);
    assertTrue(texts(status(T0)).get(0).contains("its counts are of 2026-11-22T13:55:24.867Z"));
    Files.delete(run.resolve("kernel/audit-status.json"));
    DaemonStatus status = status(T0);
    assertTrue(texts(status).get(0).contains("audit-status.json: not there"));
    assertNull(status.counts());
  }

  @Test
  void nothingThereIsThreeProblems() {
    DaemonStatus status =
        DaemonStatus.read(temp.resolve("no"), temp.resolve("no"), T0, DaemonStatus.MAX_AGE);
    assertEquals(3, status.problems().size());
    assertEquals(
        "no heartbeat at " + temp.resolve("no/daemon/heartbeat.json"), texts(status).get(0));
    assertNull(status.open());
  }

  @Test
  void deniedFileNamesTheGroup() {
    Problem problem =
        LedgerFile.problem(Path.of("/var/lib/sevol/ledger"), new AccessDeniedException("/var/lib"));
    assertEquals("/var/lib/sevol/ledger/ledger.json: permission denied", problem.text());
    assertEquals("join group sevol (sudo usermod -aG sevol NAME) or use sudo", problem.next());
  }
}
