package sevol.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Bytes of a log into lines in bounded memory. A line ends at {@code \n} only, since other
 * separators (0x1d of the enriched format) stand inside records; a {@code \r} before it is dropped.
 * A longer line than is sensible is cut, not kept; bytes that are not UTF-8 become U+FFFD.
 */
public final class LineSplitter {
  /**
   * The kernel's longest record is 8970 bytes (MAX_AUDIT_MESSAGE_LENGTH), auditd's enriched one
   * less than twice that; interpreted, more.
   */
  static final int LONGEST = 64 * 1024;

  private final Consumer<String> lines;
  private byte[] line = new byte[8192];
  private int length;
  private boolean unfinished;
  private boolean cutting;
  private boolean nulSeen;
  private long cut;
  private long taken;
  private long given;

  /** Gives each line, without its end, to the consumer. */
  public LineSplitter(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Takes the first {@code count} bytes. */
  public void accept(byte[] bytes, int count) {
    int at = 0;
    while (at < count) {
      int stop = at;
      while (stop < count && bytes[stop] != '\n') {
        nulSeen |= bytes[stop] == 0;
        stop++;
      }
      keep(bytes, at, stop);
      taken += stop - at;
      at = stop;
      if (at < count) {
        at++;
        taken++;
        end();
      }
    }
  }

  /** Gives what has come of an unfinished line as a line. */
  public void finish() {
    if (unfinished) {
      end();
    }
  }

  /** Forgets what has come of an unfinished line, and counts bytes from here. */
  void restart() {
    begin();
    taken = 0;
    given = 0;
  }

  /** Bytes up to the end of the last line that was given. */
  long given() {
    return given;
  }

  /** How many lines were longer than is kept. */
  public long cut() {
    return cut;
  }

  /** True if a NUL byte was read, which no text has. */
  public boolean nulSeen() {
    return nulSeen;
  }

  private void keep(byte[] bytes, int from, int to) {
    int take = Math.min(to - from, LONGEST - length);
    if (length + take > line.length) {
      line = Arrays.copyOf(line, Math.min(LONGEST, Math.max(length + take, line.length * 2)));
    }
    System.arraycopy(bytes, from, line, length, take);
    length += take;
    unfinished |= to > from;
    cutting |= take < to - from;
  }

  private void begin() {
    length = 0;
    unfinished = false;
    cutting = false;
  }

  private void end() {
    boolean carriageReturn = length > 0 && line[length - 1] == '\r';
    String text = new String(line, 0, carriageReturn ? length - 1 : length, StandardCharsets.UTF_8);
    cut += cutting ? 1 : 0;
    begin();
    given = taken;
    lines.accept(text);
  }
}
