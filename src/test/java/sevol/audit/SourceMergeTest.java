package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceMergeTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<String> told = new ArrayList<>();
  private SourceMerge merge = merge(true, null);
  private long now;

  private SourceMerge merge(boolean logExists, @Nullable SeenByKernel seen) {
    return new SourceMerge(
        "boot", seen, logExists, r -> told.add(r.body() + (r.id() == null ? "" : r.id().serial())));
  }

  private static EventId id(long serial) {
    return EventId.parse("1795356625." + (100 + serial % 100) + ":" + serial);
  }

  private static AuditRecord record(String type, EventId id, String source) {
    return new AuditRecord(type, id, null, 1, source, false);
  }

  private void log(long serial) {
    merge.log(record("AVC", id(serial), "log "));
  }

  private void kernel(long serial) {
    merge.kernelLine("type=1400 msg=audit(" + id(serial).text() + "): avc:  denied");
    merge.kernel(record("AVC", id(serial), "kernel "));
  }

  private void kernelOther(long serial) {
    merge.kernelLine("type=1112 msg=audit(" + id(serial).text() + "): login");
  }

  /** Time in which the log was read to its end, twice a second. */
  private void wait(int halfSeconds) {
    for (int i = 0; i < halfSeconds; i++) {
      now += SECOND / 2;
      merge.turn(now, true);
    }
  }

  @Test
  void denialThatTheKernelDroppedIsTakenFromTheLogThoughItsSystemCallCame() {
    kernel(1);
    merge.kernelLine("type=1300 msg=audit(" + id(2).text() + "): arch=c000003e");
    merge.kernel(record("SYSCALL", id(2), "kernel "));
    merge.kernelLine("type=1327 msg=audit(" + id(2).text() + "): proctitle=00");
    kernel(3);
    wait(4);
    merge.kernelLine("type=1300 msg=audit(" + id(5).text() + "): arch=c000003e"); // silent by now
    log(2);
    log(5);
    assertEquals(List.of("kernel 1", "kernel 3", "log 2", "log 5"), told);
  }

  @Test
  void eventOfBothSourcesIsTakenFromTheLog() {
    kernel(1);
    log(1);
    log(2);
    kernel(2);
    wait(10);
    assertEquals(List.of("log 1", "log 2"), told);
    assertFalse(merge.isLogSilent());
  }

  @Test
  void logThatSaysNothingIsSilentAfterASecond() {
    kernel(1);
    kernel(1);
    wait(1);
    assertEquals(List.of(), told);
    wait(3);
    assertEquals(List.of("kernel 1", "kernel 1"), told);
    assertTrue(merge.isLogSilent());
    kernel(2);
    assertEquals("kernel 2", told.get(2), "at once");
  }

  @Test
  void logThatIsStillBeingReadIsWaitedFor() {
    kernel(1);
    for (int i = 0; i < 100; i++) {
      now += SECOND;
      merge.turn(now, false);
    }
    assertEquals(List.of(), told);
    log(1);
    assertEquals(List.of("log 1"), told);
  }

  @Test
  void missingLogIsSilentFromTheStart() {
    merge = merge(false, null);
    kernel(1);
    assertEquals(List.of("kernel 1"), told);
  }

  @Test
  void whatTheKernelKeptForAuditdIsNotToldAgain() {
    merge = merge(false, null);
    for (int i = 1; i <= 100_000; i++) {
      if (i % 3 == 0) {
        kernelOther(i);
      } else {
        kernel(i);
      }
    }
    int before = told.size();
    for (int i = 1; i <= 100_000; i++) {
      if (i % 3 != 0) {
        log(i);
      }
    }
    assertEquals(before, told.size());
    assertEquals(1, merge.snapshot().ranges().size());
    assertFalse(merge.isLogSilent());
    log(100_001);
    assertEquals("log 100001", told.get(before));
  }

  @Test
  void eventsBesideThoseThatWaitedAreOneRangeWithThem() {
    for (int i = 1; i <= 3000; i++) {
      if (i % 2 == 0) {
        kernelOther(i);
      } else {
        kernel(i);
      }
    }
    wait(4);
    assertEquals(1, merge.snapshot().ranges().size());
    log(1);
    log(2999);
    assertEquals(1500, told.size());
  }

  @Test
  void eventThatTheKernelDroppedIsTakenFromTheLog() {
    merge = merge(false, null);
    kernel(1);
    kernel(3);
    log(1);
    log(2);
    log(3);
    assertEquals(List.of("kernel 1", "kernel 3", "log 2"), told);
  }

  @Test
  void sameSerialOfAnEarlierBootIsAnotherEvent() {
    merge = merge(false, null);
    kernel(5);
    merge.log(record("AVC", EventId.parse("1700000000.000:5"), "earlier "));
    assertEquals(List.of("kernel 5", "earlier 5"), told);
  }

  @Test
  void laterRecordsComeFromTheSourceOfTheFirst() {
    kernel(1);
    wait(4);
    log(2);
    merge.log(record("SYSCALL", id(1), "log syscall "));
    kernel(1);
    merge.kernel(record("SYSCALL", id(1), "kernel syscall "));
    merge.kernel(record("SYSCALL", id(2), "kernel syscall "));
    assertEquals(List.of("kernel 1", "log 2", "kernel 1", "kernel syscall 1"), told);
  }

  @Test
  void recordsOfNoDenialDoNotMakeTheLogSilent() {
    merge.kernel(record("EOE", id(1), "kernel "));
    merge.kernel(record("SYSCALL", id(1), "kernel "));
    wait(10);
    assertEquals(List.of(), told);
    assertFalse(merge.isLogSilent());
  }

  @Test
  void recordWithoutSerialPasses() {
    merge.log(new AuditRecord("AVC", null, null, 1, "log", false));
    merge.kernel(new AuditRecord("AVC", null, null, 1, "kernel", false));
    assertEquals(List.of("log", "kernel"), told);
  }

  @Test
  void floodThatTheLogDoesNotBringIsBounded() {
    for (int i = 1; i <= 10_000; i++) {
      kernel(i);
    }
    assertTrue(told.size() >= 10_000 - 4096, () -> told.size() + "");
    for (int i = 1; i <= 10_000; i++) {
      log(i);
    }
    assertEquals(10_000, told.size());
  }

  /** The log is far behind, as after a long stop, and other events stand between the denials. */
  @Test
  void floodDuringALongWayBackIsToldOnce() {
    for (int i = 1; i <= 20_000; i += 2) {
      kernel(i);
      kernelOther(i + 1);
      merge.turn(now, false);
    }
    for (int i = 1; i <= 20_000; i += 2) {
      log(i);
    }
    assertEquals(10_000, told.size());
    assertEquals(10_000, told.stream().map(t -> t.replaceAll("\\D", "")).distinct().count());
  }

  @Test
  void largeRecordsAreNotHeldBeyondSomeMegabytes() {
    String body = "x".repeat(8000);
    for (int i = 1; i <= 3000; i++) {
      merge.kernel(record("AVC", id(i), body));
    }
    assertTrue(told.size() >= 1500, () -> told.size() + "");
    log(3000);
    merge.flush();
    assertEquals(3000, told.size());
  }

  /** The last denials before a reboot: told when sevol ended, in the log when it starts again. */
  @Test
  void nextBootKnowsWhatTheLastOneTookFromTheKernel() {
    kernel(7);
    merge.flush();
    SeenByKernel seen = merge.snapshot();
    merge = new SourceMerge("next boot", seen, true, r -> told.add(r.body()));
    assertEquals(seen, merge.snapshot(), "so that a crash before the log was read costs nothing");
    log(6);
    log(7);
    EventId young = EventId.parse("1795356999.100:7");
    merge.log(record("AVC", young, "log"));
    assertEquals(List.of("kernel 7", "log ", "log"), told);
  }

  @Test
  void nextRunKnowsWhatThisOneTookFromTheKernel() {
    merge = merge(false, null);
    kernel(1);
    kernel(2);
    kernel(9);
    SeenByKernel seen = merge.snapshot();
    merge = merge(true, seen);
    log(1);
    log(2);
    log(3);
    log(9);
    assertEquals(List.of("kernel 1", "kernel 2", "kernel 9", "log 3"), told);
  }

  @Test
  void heldEventsAreToldAtTheEndAndKnownByTheNextRun() {
    kernel(1);
    merge.flush();
    merge = merge(true, merge.snapshot());
    log(1);
    assertEquals(List.of("kernel 1"), told);
  }

  @Test
  void strangeRangesOfAFileAreLeftOut() {
    List<List<Long>> ranges =
        List.of(List.of(), List.of(1L), List.of(5L, 1L, 0L, 9L), List.of(-5L, 1L, 0L, 9L));
    assertEquals(List.of(), merge(true, new SeenByKernel("boot", ranges)).snapshot().ranges());
  }

  /** Whatever the order and the timing, an event that both have is told once. */
  @Test
  void anyInterleavingTellsEachEventOnce() {
    Random random = new Random(20261122);
    for (int round = 0; round < 200; round++) {
      told.clear();
      merge = merge(random.nextBoolean(), null);
      int log = 1;
      int kernel = 1;
      while (log <= 100 || kernel <= 100) {
        switch (random.nextInt(8)) {
          case 0 -> wait(random.nextInt(6));
          case 1, 2, 3 -> {
            for (int i = random.nextInt(20); i > 0 && log <= 100; i--) {
              log(log++);
            }
          }
          default -> {
            if (kernel <= 100) {
              kernel(kernel++);
            }
          }
        }
      }
      merge.flush();
      List<String> serials = told.stream().map(s -> s.substring(s.indexOf(' ') + 1)).toList();
      assertEquals(100, serials.size());
      assertEquals(100, serials.stream().distinct().count());
    }
  }

  @Test
  void timesOfInterpretedIdsAreNoMatter() {
    merge.log(
        record("AVC", EventId.parse("04/23/2016 21:47:00.123:9", null, ZoneOffset.UTC), "log "));
    assertEquals(List.of("log 9"), told);
  }
}
