package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DaemonLogTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private long nanos;
  private final DaemonLog log =
      new DaemonLog(new PrintWriter(out), new PrintWriter(err), true, () -> nanos, () -> {});

  @Test
  void linesForTheJournalBeginWithTheirPriority() {
    log.incident("denied: x");
    log.over("over: x");
    log.warn("one\ntwo");
    assertEquals("<4>denied: x\n<6>over: x\n", out.toString());
    assertEquals("<4>sevol: one\\x0Atwo\n", err.toString());
  }

  @Test
  void floodOfIncidentsIsLimitedAndCounted() {
    for (int i = 0; i < 100; i++) {
      log.incident("denied: " + i);
    }
    assertEquals(20, out.toString().lines().count());
    assertEquals("", err.toString());
    nanos += TimeUnit.SECONDS.toNanos(10);
    log.roll();
    assertEquals("<4>sevol: 80 more new incidents; all of them: sevol incidents\n", err.toString());
    log.incident("denied: later");
    assertEquals(21, out.toString().lines().count());
  }

  @Test
  void floodOfFaultsIsLimitedAndCounted() {
    for (int i = 0; i < 100; i++) {
      log.fault("a fault in thread main");
    }
    assertEquals("<3>sevol: a fault in thread main\n", err.toString());
    nanos += TimeUnit.SECONDS.toNanos(10);
    log.roll();
    assertEquals("<3>sevol: 99 more faults", err.toString().lines().skip(1).findFirst().orElse(""));
  }
}
