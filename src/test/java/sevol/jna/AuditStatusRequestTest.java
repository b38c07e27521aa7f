package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import sevol.audit.KernelAuditStatus;

class AuditStatusRequestTest {
  private static ByteBuffer answer(int type, int sequence, int... body) {
    ByteBuffer answer = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
    answer.putInt(16 + 4 * body.length).putShort((short) type).putShort((short) 0);
    answer.putInt(sequence).putInt(4711);
    for (int word : body) {
      answer.putInt(word);
    }
    return answer.flip();
  }

  @Test
  void statusIsRead() throws Exception {
    KernelAuditStatus status = new KernelAuditStatus(1, 2, 410, 50, 8192, 4294967295L, 7);
    assertEquals(
        status,
        AuditStatusRequest.parse(answer(1000, 1, 0x7f, 1, 2, 410, 50, 8192, -1, 7, 0x1ff, 60000)));
    assertEquals(
        status, // of an old kernel, without features
        AuditStatusRequest.parse(answer(1000, 1, 0, 1, 2, 410, 50, 8192, -1, 7)));
  }

  @Test
  void refusalTellsWhatIsMissing() {
    IOException e =
        assertThrows(IOException.class, () -> AuditStatusRequest.parse(answer(2, 1, -1, 16)));
    assertTrue(e.getMessage().startsWith("kernel audit status: EPERM: "), e.getMessage());
    assertTrue(e.getMessage().contains("CAP_AUDIT_CONTROL"), e.getMessage());
  }

  @Test
  void otherAnswersArePassedOver() throws Exception {
    assertNull(AuditStatusRequest.parse(answer(2, 1, 0)), "an acknowledgement");
    assertNull(AuditStatusRequest.parse(answer(1000, 2, 0, 1, 1, 1, 1, 1, 1, 1)), "not asked");
    assertNull(AuditStatusRequest.parse(answer(1400, 1, 0)));
    assertNull(AuditStatusRequest.parse(answer(2, 1)));
    assertNull(AuditStatusRequest.parse(ByteBuffer.allocate(15)));
  }

  @Test
  void shortAnswerIsNoStatus() {
    assertThrows(
        IOException.class, () -> AuditStatusRequest.parse(answer(1000, 1, 0, 1, 1, 1, 1, 1, 1)));
  }
}
