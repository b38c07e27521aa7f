package sevol.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a log in bounded memory. A longer line is cut, not kept; bytes that are not UTF-8 become
 * U+FFFD. Not closed here: the caller owns the stream.
 */
public final class LineReader {
  /** The kernel's longest record is 8970 bytes (MAX_AUDIT_MESSAGE_LENGTH); interpreted, more. */
  static final int LONGEST = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[128 * 1024];
  private int at;
  private int end;
  private byte[] line = new byte[4096];
  private int length;
  private long cut;
  private boolean nulSeen;

  /** Reads from the stream's present position. */
  public LineReader(InputStream in) {
    this.in = in;
  }

  /** The next line without its end, null after the last. */
  public @Nullable String next() throws IOException {
    length = 0;
    boolean any = false;
    boolean tooLong = false;
    while (at < end || fill()) {
      any = true;
      int stop = at;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      tooLong |= keep(at, stop);
      boolean complete = stop < end;
      at = complete ? stop + 1 : stop;
      if (complete) {
        break;
      }
    }
    if (tooLong) {
      cut++;
    }
    if (!any) {
      return null;
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    for (int i = 0; i < end && !nulSeen; i++) {
      nulSeen = buffer[i] == 0;
    }
    return end > 0;
  }

  private boolean keep(int from, int to) {
    int take = Math.min(to - from, LONGEST - length);
    if (length + take > line.length) {
      line = Arrays.copyOf(line, Math.min(LONGEST, Math.max(length + take, line.length * 2)));
    }
    System.arraycopy(buffer, from, line, length, take);
    length += take;
    return take < to - from;
  }

  /** How many lines were longer than is kept. */
  public long cut() {
    return cut;
  }

  /** True if a NUL byte was read, which no text has. */
  public boolean nulSeen() {
    return nulSeen;
  }
}
