package sevol.audit;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A line just as auditd or the kernel writes it, {@code type=AVC msg=audit(ID): …}, read without
 * looking for anything else that a line may be: such lines come by the thousand.
 */
final class RawLine {
  private static final String MESSAGE = " msg=audit(";

  /** Separates the interpreted half that {@code log_format = ENRICHED} appends. */
  private static final char ENRICHMENT = '\u001d';

  private RawLine() {}

  /** The record of a line; null if the line has to be looked at in earnest. */
  static @Nullable AuditRecord read(String line, long number, ZoneId zone) {
    String type = type(line);
    int id = type == null ? -1 : line.indexOf(' ') + MESSAGE.length();
    if (type == null || !line.startsWith(MESSAGE, id - MESSAGE.length())) {
      return null;
    }
    int close = line.indexOf(')', id);
    if (close < 0 || !line.startsWith("): ", close) || !isPlainId(line, id, close)) {
      return null;
    }
    int end = end(line, close);
    if (end < 0) {
      return null;
    }
    EventId event = EventId.parse(line.substring(id, close), null, zone);
    return new AuditRecord(
        type, event, null, number, line.substring(close + 3, end).strip(), false);
  }

  private static @Nullable String type(String line) {
    if (line.startsWith("type=AVC ") || line.startsWith("type=1400 ")) {
      return "AVC";
    }
    boolean syscall = line.startsWith("type=SYSCALL ") || line.startsWith("type=1300 ");
    return syscall ? "SYSCALL" : null;
  }

  /** Digits, a dot and a colon; an interpreted date has slashes and blanks. */
  private static boolean isPlainId(String line, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = line.charAt(i);
      if ((c < '0' || c > '9') && c != '.' && c != ':') {
        return false;
      }
    }
    return to > from;
  }

  /** Where the record ends; -1 if the line shows a trace of a paste. */
  private static int end(String line, int from) {
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == ENRICHMENT) {
        return i;
      }
      if (c == '\\' || c == '<' || c == '&' || (c < ' ' && c != '\t') || c >= 0x7f) {
        return -1;
      }
    }
    return line.length();
  }
}
