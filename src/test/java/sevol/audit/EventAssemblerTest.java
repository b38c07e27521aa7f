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
  private final EventAssembler assembler = new EventAssembler(events::add);

  private static AuditRecord record(String type, long serial, String body) {
    EventId id = EventId.parse("1461440820.123:" + serial, null, ZoneOffset.UTC);
    return new AuditRecord(type, id, null, 1, body, false);
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

  private static String exe(AuditEvent event) {
    AuditRecord syscall = event.syscall();
    assertNotNull(syscall);
    String exe = syscall.fields().first("exe");
    assertNotNull(exe);
    return exe;
  }
}
