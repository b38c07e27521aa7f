package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.junit.jupiter.api.Test;

class CMessageTest {
  private static final long GARBAGE =
      0xdeadL; // where nothing was passed; reading there would crash

  private static Memory string(String text) {
    byte[] bytes = CString.of(text);
    Memory memory = new Memory(bytes.length);
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }

  @Test
  void argumentsAreTakenAsTheFormatSays() {
    try (Memory name = string("/srv/a")) {
      assertEquals(
          "/srv/a: line 5 of -1 has 4294967295 faults, 100% (0xff)",
          CMessage.format(
              "%s: line %d of %i has %u faults, 100%% (0x%lx)\n",
              Pointer.nativeValue(name), 5, 0x1_ffff_ffffL, 0xffff_ffffL, 255, GARBAGE));
    }
  }

  @Test
  void formatWithoutArgumentsTouchesNone() {
    assertEquals("Out of memory!", CMessage.format("Out of memory!", GARBAGE, GARBAGE));
    assertEquals("failed: system error", CMessage.format("failed: %m", GARBAGE));
  }

  @Test
  void whatIsNotUnderstoodStaysFromThereOn() {
    assertEquals("1 %.*s %s", CMessage.format("%d %.*s %s", 1, GARBAGE, GARBAGE, GARBAGE));
    assertEquals("%f %s", CMessage.format("%f %s", GARBAGE));
    assertEquals("1 %s", CMessage.format("%d %s", 1));
    assertEquals("50%", CMessage.format("50%"));
  }

  @Test
  void nullPointersAreNamed() {
    assertEquals("(null)", CMessage.format("%s", 0L));
    assertEquals("", CMessage.format((Pointer) null, GARBAGE));
  }

  @Test
  void longMessagesAreCut() {
    assertEquals(502, CMessage.format("x".repeat(10_000)).length());
  }
}
