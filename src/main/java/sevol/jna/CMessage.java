package sevol.jna;

import com.sun.jna.Pointer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a C library meant to print: a printf format and its variadic arguments, taken as longs. On
 * Linux on x86-64 (System V ABI) and aarch64 (AAPCS64) a variadic integer or pointer is passed
 * where a named one would be, so a callback may declare more longs than were passed; only those
 * that the format speaks of are looked at, the others are whatever lay there.
 */
final class CMessage {
  private static final int MAX_LENGTH = 500;
  private static final Pattern CONVERSION =
      Pattern.compile("%([-+ #0]*)(\\d*|\\*)(?:\\.(\\d+|\\*))?(hh|h|ll|l|z|j|t)?(.)");

  private CMessage() {}

  /** The message without trailing space; from a conversion that is not understood on, as it is. */
  static String format(@Nullable Pointer format, long... arguments) {
    String text = CString.at(format);
    return text == null ? "" : format(text, arguments);
  }

  static String format(String format, long... arguments) {
    StringBuilder out = new StringBuilder();
    Matcher m = CONVERSION.matcher(format);
    int copied = 0;
    int used = 0;
    while (m.find(copied)) {
      out.append(format, copied, m.start());
      copied = m.start();
      boolean plain = !"*".equals(m.group(2)) && m.group(3) == null;
      char kind = m.group(5).charAt(0);
      if (kind == '%') {
        out.append('%');
      } else if (kind == 'm') {
        out.append("system error");
      } else if (plain && "sdiux".indexOf(kind) >= 0 && used < arguments.length) {
        out.append(value(kind, m.group(4) != null, arguments[used++]));
      } else {
        break;
      }
      copied = m.end();
    }
    String text = out.append(format.substring(copied)).toString().strip();
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + " …";
  }

  private static String value(char kind, boolean wide, long argument) {
    return switch (kind) {
      case 's' -> argument == 0 ? "(null)" : String.valueOf(CString.at(new Pointer(argument)));
      case 'u' -> Long.toUnsignedString(wide ? argument : argument & 0xffffffffL);
      case 'x' -> Long.toHexString(wide ? argument : argument & 0xffffffffL);
      default -> Long.toString(wide ? argument : (int) argument);
    };
  }
}
