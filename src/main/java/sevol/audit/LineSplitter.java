package sevol.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Bytes into lines, at {@code \n} only: other separators (0x1d of the enriched format) stand inside
 * records. Bytes that are not UTF-8 become U+FFFD.
 */
final class LineSplitter {
  /** The kernel's records have at most 8 KiB, auditd's enriched ones less than twice that. */
  static final int MAX_LINE = 1 << 16;

  private final Consumer<String> lines;
  private byte[] buffer = new byte[8192];
  private int length;
  private boolean cutting;
  private long cut;

  LineSplitter(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Takes all remaining bytes. */
  void accept(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      if (b == '\n') {
        end();
      } else if (length == MAX_LINE) {
        cutting = true;
      } else {
        if (length == buffer.length) {
          buffer = Arrays.copyOf(buffer, Math.min(MAX_LINE, length * 2));
        }
        buffer[length++] = b;
      }
    }
  }

  /** Gives what has come of an unfinished line as a line. */
  void finish() {
    if (length > 0) {
      end();
    }
  }

  /** Forgets what has come of an unfinished line. */
  void drop() {
    length = 0;
    cutting = false;
  }

  /** Lines whose rest, beyond the bound, was dropped. */
  long cut() {
    return cut;
  }

  private void end() {
    String line = new String(buffer, 0, length, StandardCharsets.UTF_8);
    cut += cutting ? 1 : 0;
    drop();
    lines.accept(line);
  }
}
