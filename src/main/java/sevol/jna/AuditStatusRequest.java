package sevol.jna;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import sevol.audit.KernelAuditStatus;

/** The request {@code AUDIT_GET} and its answer. */
final class AuditStatusRequest {
  private static final String NAME = "kernel audit status";
  private static final int AUDIT_GET = 1000;
  private static final int NLMSG_ERROR = 2;
  private static final int NLM_F_REQUEST = 1;
  private static final int SEQUENCE = 1;
  private static final int TIMEOUT_MILLIS = 5000;
  private static final int MOST_OTHERS = 100;

  private AuditStatusRequest() {}

  /**
   * Asks the kernel.
   *
   * @throws IOException if it refuses, with what is missing, or does not answer
   */
  static KernelAuditStatus ask() throws IOException {
    try (AuditSocket socket = AuditSocket.open(0)) {
      socket.send(request());
      for (int i = 0; i < MOST_OTHERS; i++) {
        ByteBuffer answer = socket.receive(TIMEOUT_MILLIS);
        if (!answer.hasRemaining()) {
          break;
        }
        KernelAuditStatus status = parse(answer);
        if (status != null) {
          return status;
        }
      }
      throw new IOException(NAME + ": the kernel does not answer");
    } catch (ErrnoException e) {
      throw refused(e.errno());
    }
  }

  private static IOException refused(int errno) {
    return AuditSocket.refused(
        NAME,
        errno,
        "root with CAP_AUDIT_CONTROL, and under SELinux nlmsg_read of class netlink_audit_socket"
            + " for this domain");
  }

  private static byte[] request() {
    ByteBuffer header = ByteBuffer.allocate(AuditMessage.HEADER).order(ByteOrder.nativeOrder());
    header.putInt(AuditMessage.HEADER).putShort((short) AUDIT_GET).putShort((short) NLM_F_REQUEST);
    return header.putInt(SEQUENCE).array();
  }

  /**
   * Reads an answer; null if it answers something else.
   *
   * @throws IOException if it is the kernel's refusal (struct nlmsgerr), or too short
   */
  static @Nullable KernelAuditStatus parse(ByteBuffer answer) throws IOException {
    int start = answer.position();
    int size = answer.remaining() - AuditMessage.HEADER;
    if (size < 0 || answer.getInt(start + 8) != SEQUENCE) {
      return null;
    }
    int type = Short.toUnsignedInt(answer.getShort(start + 4));
    int body = start + AuditMessage.HEADER;
    if (type == NLMSG_ERROR && size >= 4) {
      int errno = -answer.getInt(body);
      if (errno == 0) {
        return null; // an acknowledgement
      }
      throw refused(errno);
    }
    if (type != AUDIT_GET) {
      return null;
    }
    if (size < 32) {
      throw new IOException(NAME + ": the kernel's answer has only " + size + " bytes");
    }
    // struct audit_status, all u32: mask enabled failure pid rate_limit backlog_limit lost backlog
    return new KernelAuditStatus(
        unsigned(answer, body + 4),
        unsigned(answer, body + 8),
        unsigned(answer, body + 12),
        unsigned(answer, body + 16),
        unsigned(answer, body + 20),
        unsigned(answer, body + 24),
        unsigned(answer, body + 28));
  }

  private static long unsigned(ByteBuffer bytes, int at) {
    return Integer.toUnsignedLong(bytes.getInt(at));
  }
}
