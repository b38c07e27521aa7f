package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventAssemblerTest {
  private final List<AuditEvent> events = new ArrayList<>();
  private final List<String> denied = new ArrayList<>();
  private final EventAssembler assembler =
      new EventAssembler(
          new EventAssembler.Sink() {
            @Override
            public void denied(AuditEvent soFar, AuditRecord avc) {
              denied.add(avc.body() + (soFar.syscall() == null ? "" : " " + exe(soFar)));
            }

            @Override
            public void closed(AuditEvent event) {
              events.add(event);
            }
          });

  private static AuditRecord record(String type, long serial, String body) {
    return record(type, "1461440820.123:" + serial, body);
  }

  private static AuditRecord record(String type, String id, String body) {
    EventId event = EventId.parse(id, null, ZoneOffset.UTC);
    return new AuditRecord(type, event, null, 1, body, false);
  }

  private List<String> closed() {
    return events.stream().map(e -> e.records().get(0).body()).toList();
  }

  @Test
  void syscallAfterTheAvcJoinsIt() {
    assembler.accept(record("AVC", 1, "a"));
    assembler.accept(record("AVC", 2, "b"));
    assembler.accept(record("SYSCALL", 1, "exe=\"/one\""));
    assembler.accept(record("SYSCALL", 2, "exe=\"/two\""));
    assembler.finish();
    assertEquals(List.of("/one", "/two"), events.stream().map(EventAssemblerTest::exe).toList());
  }

  @Test
  void syscallBeforeTheAvcJoinsIt() {
    assembler.accept(record("SYSCALL", 1, "exe=\"/one\""));
    assembler.accept(record("AVC", 1, "a"));
    assembler.finish();
    assertEquals("/one", exe(events.get(0)));
  }

  @Test
  void severalAvcsShareOneEvent() {
    assembler.accept(record("AVC", 1, "a"));
    assembler.accept(record("AVC", 1, "b"));
    assembler.finish();
    assertEquals(1, events.size());
    assertEquals(2, events.get(0).records().size());
  }

  @Test
  void eventWithoutAvcIsDropped() {
    assembler.accept(record("SYSCALL", 1, ""));
    assembler.finish();
    assertEquals(List.of(), events);
  }

  @Test
  void recordWithoutIdIsAnEventAtOnce() {
    assembler.accept(new AuditRecord("AVC", null, null, 1, "a", false));
    assertEquals(1, events.size());
    assertNull(events.get(0).syscall());
  }

  @Test
  void eventIsHandedOnWhenManyLaterOnesBegan() {
    for (int i = 0; i < 100; i++) {
      assembler.accept(record("AVC", i, "a"));
    }
    assertTrue(events.size() >= 30, "open events are bounded");
    assembler.finish();
    assertEquals(100, events.size());
  }

  @Test
  void floodOfAvcsInOneEventIsHandedOnInParts() {
    for (int i = 0; i < 1000; i++) {
      assembler.accept(record("AVC", 1, "a"));
    }
    assertTrue(events.size() >= 10, "records of an event are bounded");
    assembler.finish();
    assertEquals(1000, events.stream().mapToInt(e -> e.records().size()).sum());
  }

  @Test
  void denialIsToldAtItsRecordAndTheEventWhenItIsComplete() {
    assembler.accept(record("AVC", 1, "a"));
    assembler.accept(record("AVC", 2, "b"));
    assertEquals(List.of("a", "b"), denied);
    assembler.accept(record("SYSCALL", 1, "exe=\"/one\""));
    assertEquals(List.of(), events);
    assembler.accept(record("PROCTITLE", 1, ""));
    assertEquals("/one", exe(events.get(0)));
    assertEquals(1, events.size());
    assembler.accept(record("EOE", 2, ""));
    assertEquals(List.of("a", "b"), closed());
    assertEquals(2, denied.size());
  }

  @Test
  void eventsAreClosedInTheOrderInWhichTheyBegan() {
    assembler.accept(record("AVC", 1, "a"));
    assembler.accept(record("USER_AVC", 2, "b"));
    assembler.accept(record("AVC", 3, "c"));
    assembler.accept(record("EOE", 3, ""));
    assertEquals(List.of("a", "b", "c"), denied);
    assertEquals(List.of(), events);
    assembler.accept(record("EOE", 1, ""));
    assertEquals(List.of("a", "b", "c"), closed());
  }

  @Test
  void messageOfAUserProcessIsAnEventAtOnce() {
    assembler.accept(record("USER_AVC", 2, "b"));
    assertEquals(List.of("b"), closed());
  }

  @Test
  void eventIsClosedByTheTimeOfLaterOnes() {
    assembler.accept(record("AVC", "1461440820.000:1", "a"));
    assembler.accept(record("AVC", "1461440822.000:2", "b"));
    assertEquals(List.of(), closed());
    assembler.accept(record("PROCTITLE", "1461440822.001:3", "of another event"));
    assertEquals(List.of("a"), closed());
  }

  @Test
  void logWithItsLastRecordsFirstIsJoinedAllTheSame() {
    assembler.accept(record("PROCTITLE", 1, ""));
    assembler.accept(record("SYSCALL", 1, "exe=\"/one\""));
    assembler.accept(record("AVC", 1, "a"));
    assertEquals(List.of("a /one"), denied);
    assembler.finish();
    assertEquals("/one", exe(events.get(0)));
  }

  @Test
  void clockThatIsSetBackOrForthDoesNotHurt() {
    for (int second : new int[] {500, 100, 101, 900, 100}) {
      assembler.accept(record("AVC", "1461440" + second + ".000:" + second, "a"));
      assembler.accept(record("SYSCALL", "1461440" + second + ".000:" + second, "exe=\"/x\""));
    }
    assembler.finish();
    assertEquals(5, denied.size());
    assertEquals(5, events.stream().filter(e -> e.syscall() != null).count());
  }

  @Test
  void eventThatTheLogSaysTwiceIsDeniedOnceAndClosedTwice() {
    for (int twice = 0; twice < 2; twice++) {
      assembler.accept(record("AVC", 1, "a"));
      assembler.accept(record("SYSCALL", 1, ""));
      assembler.accept(record("PROCTITLE", 1, ""));
      assembler.accept(record("EOE", 1, ""));
    }
    assembler.finish();
    assertEquals(List.of("a"), denied);
    assertEquals(List.of("a", "a"), closed());
  }

  @Test
  void denialThatComesAfterItsEventTimedOutIsTold() {
    assembler.accept(record("AVC", "1461440820.000:1", "a"));
    assembler.accept(record("AVC", "1461440830.000:2", "b"));
    assembler.accept(record("AVC", "1461440820.000:1", "c"));
    assembler.finish();
    assertEquals(List.of("a", "b", "c"), denied);
    assertEquals(3, events.size());
  }

  private static String exe(AuditEvent event) {
    AuditRecord syscall = event.syscall();
    assertNotNull(syscall);
    String exe = syscall.fields().first("exe");
    assertNotNull(exe);
    return exe;
  }
}
