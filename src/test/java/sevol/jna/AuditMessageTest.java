package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AuditMessageTest {
  private static final String AVC =
      "audit(1795356625.867:137): avc:  denied  { write } for  pid=655 comm=\"touch\"";

  private static ByteBuffer datagram(int type, int length, byte[] text) {
    ByteBuffer datagram = ByteBuffer.allocate(16 * 1024).order(ByteOrder.nativeOrder());
    datagram.putInt(length).putShort((short) type).putShort((short) 0).putInt(0).putInt(0);
    return datagram.put(text).flip();
  }

  private static String line(int type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return AuditMessage.line(datagram(type, 16 + bytes.length, bytes));
  }

  @Test
  void recordBecomesTheLineOfTheLog() {
    assertEquals("type=1400 msg=" + AVC, line(1400, AVC));
  }

  @Test
  void headerThatForgetsItselfLosesNothing() {
    byte[] bytes = AVC.getBytes(StandardCharsets.UTF_8);
    for (int length : new int[] {bytes.length, 0, -1, Integer.MAX_VALUE}) {
      assertEquals("type=1400 msg=" + AVC, AuditMessage.line(datagram(1400, length, bytes)));
    }
  }

  @Test
  void endOfAStringIsNoText() {
    assertEquals("type=1400 msg=" + AVC, line(1400, AVC + "\0"));
    assertEquals("type=1400 msg=" + AVC, line(1400, AVC + " \n\0\0"));
    assertEquals("type=1320 msg=audit(1.2:3):", line(1320, "audit(1.2:3): "));
  }

  @Test
  void recordOfUserSpaceStaysOneLine() {
    String forged = "audit(1.0:2): pid=9 msg='\ntype=1400 msg=" + AVC + "\r\0\u001d'";
    assertEquals("type=1107 msg=" + forged.replaceAll("[\n\r\0\u001d]", " "), line(1107, forged));
  }

  @Test
  void typesAreUnsigned() {
    assertEquals("type=65535 msg=x", line(65535, "x"));
  }

  @Test
  void bytesThatAreNoTextAreMarked() {
    byte[] text = {'a', (byte) 0xff, 'b'};
    assertEquals("type=1400 msg=a\uFFFDb", AuditMessage.line(datagram(1400, 19, text)));
  }

  @Test
  void datagramWithoutARecordIsNone() {
    assertNull(line(1400, ""));
    assertNull(line(1400, "\n"));
    assertNull(AuditMessage.line(ByteBuffer.allocate(15)));
    assertNull(AuditMessage.line(ByteBuffer.allocate(0)));
  }
}
