package sevol.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code key=value} fields of a record's text. A value is quoted, or hex where the kernel found
 * a byte that it does not quote (audit_log_untrustedstring), or bare; a bare value ends where the
 * next key begins, so that blanks in interpreted values survive.
 */
public final class Fields {
  private static final Pattern KEY =
      Pattern.compile("(?:^|(?<=[\\s\"'”]))([A-Za-z_][A-Za-z0-9_-]{0,31})=");
  private static final Pattern HEX = Pattern.compile("[0-9A-F]++");
  private static final Set<String> ENCODABLE = Set.of("name", "path", "comm", "exe", "cwd");
  private static final int MOST_FIELDS = 512;

  private final List<Field> fields;
  private final boolean interpreted;

  private record Field(String key, String value, boolean quoted) {}

  private Fields(List<Field> fields, boolean interpreted) {
    this.fields = fields;
    this.interpreted = interpreted;
  }

  /** Reads the fields of a text, damaged or not. */
  public static Fields parse(String text, boolean interpreted) {
    List<Field> found = new ArrayList<>();
    Matcher key = KEY.matcher(text);
    int at = 0;
    while (at <= text.length() && found.size() < MOST_FIELDS && key.find(at)) {
      String name = key.group(1);
      int start = key.end();
      if (start < text.length() && isQuote(text.charAt(start))) {
        int close = start + 1;
        while (close < text.length() && !isQuote(text.charAt(close))) {
          close++;
        }
        if (close < text.length()) {
          found.add(new Field(name, text.substring(start + 1, close), true));
          at = close;
          continue;
        }
        start++; // the closing quote was cut off: read on as a bare value
      }
      int end = key.find(start) ? key.start() : text.length();
      found.add(new Field(name, withoutEllipsis(text.substring(start, end).strip()), false));
      at = end;
    }
    return new Fields(found, interpreted);
  }

  /** Authors write … for what they leave out. */
  private static String withoutEllipsis(String bare) {
    String s = bare;
    for (int i = 0; i < 4 && (s.endsWith(" ...") || s.endsWith(" …")); i++) {
      s = s.substring(0, s.lastIndexOf(' ')).stripTrailing();
    }
    return s;
  }

  private static boolean isHex(String value) {
    return value.length() % 2 == 0 && HEX.matcher(value).matches();
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '“' || c == '”'; // the last two: a word processor was in the way
  }

  /** The first value of that key, decoded; null if there is none or it is {@code (null)}. */
  public @Nullable String first(String key) {
    for (Field f : fields) {
      if (f.key.equals(key)) {
        return decode(f);
      }
    }
    return null;
  }

  /**
   * The last value of that key. What the kernel prints after the text that a process chooses must
   * be read so: an interpreted {@code path=} can hold {@code scontext=} of its own.
   */
  public @Nullable String last(String key) {
    for (int i = fields.size() - 1; i >= 0; i--) {
      if (fields.get(i).key.equals(key)) {
        return decode(fields.get(i));
      }
    }
    return null;
  }

  private @Nullable String decode(Field f) {
    if (f.quoted) {
      return f.value;
    }
    if (f.value.equals("(null)") || f.value.isEmpty()) {
      return null;
    }
    if (interpreted || !ENCODABLE.contains(f.key) || !isHex(f.value)) {
      return f.value;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < f.value.length(); i += 2) {
      bytes.write(Integer.parseInt(f.value, i, i + 2, 16));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
