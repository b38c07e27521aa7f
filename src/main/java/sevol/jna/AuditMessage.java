package sevol.jna;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A record as the kernel sends it to {@code AUDIT_NLGRP_READLOG}: a struct nlmsghdr whose type is
 * the record's, and the text {@code audit(…): …}.
 */
final class AuditMessage {
  /** struct nlmsghdr, netlink(7): u32 length, u16 type, u16 flags, u32 sequence, u32 port. */
  static final int HEADER = 16;

  private AuditMessage() {}

  /**
   * The line that auditd would write; null if this is no record.
   *
   * <p>A datagram holds one record, and its length in the header may lack the header itself ({@code
   * kauditd_send_multicast_skb} of kernel/audit.c), so what was received counts. User space may put
   * any byte into its records ({@code CAP_AUDIT_WRITE}, which Docker's containers have): a control
   * character becomes a space, so that one record stays one line.
   */
  static @Nullable String line(ByteBuffer datagram) {
    if (datagram.remaining() < HEADER) {
      return null;
    }
    int start = datagram.position();
    int type = Short.toUnsignedInt(datagram.getShort(start + 4));
    byte[] text = new byte[datagram.remaining() - HEADER];
    datagram.get(start + HEADER, text);
    int length = text.length;
    while (length > 0 && text[length - 1] >= 0 && text[length - 1] <= ' ') {
      length--;
    }
    for (int i = 0; i < length; i++) {
      if (text[i] >= 0 && text[i] < ' ') {
        text[i] = ' ';
      }
    }
    return length == 0
        ? null
        : "type=" + type + " msg=" + new String(text, 0, length, StandardCharsets.UTF_8);
  }
}
