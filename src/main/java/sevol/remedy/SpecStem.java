package sevol.remedy;

import java.nio.charset.StandardCharsets;

/**
 * The literal beginning of a file_contexts specification: all that it matches begins so. Bytes are
 * chars of ISO 8859-1.
 */
public final class SpecStem {
  private static final String META = ".^$?*+|[({";

  private SpecStem() {}

  /** True if all that the spec matches lies below the path, and the path itself does not match. */
  public static boolean isBelow(String spec, String path) {
    String prefix = bytes(path);
    return of(spec).startsWith(prefix.endsWith("/") ? prefix : prefix + "/");
  }

  /** True if the spec may match the path; false if its literal beginning is another. */
  public static boolean mayMatch(String spec, String path) {
    return bytes(path).startsWith(of(spec));
  }

  private static String bytes(String path) {
    return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** For example {@code /srv/a.b} of {@code /srv/a\\.b(/.*)?}. */
  static String of(String spec) {
    StringBuilder stem = new StringBuilder();
    int i = 0;
    while (i < spec.length()) {
      char c = spec.charAt(i);
      int bracketed = c == '[' && spec.startsWith("]", i + 5) ? hex(spec, i + 1) : -1;
      int escaped = c == '\\' ? hex(spec, i) : -1;
      if (bracketed >= 0) {
        c = (char) bracketed;
        i += 6;
      } else if (escaped >= 0) {
        c = (char) escaped;
        i += 4;
      } else if (c == '\\') {
        if (i + 1 == spec.length() || Character.isLetterOrDigit(spec.charAt(i + 1))) {
          break; // a class of characters
        }
        c = spec.charAt(i + 1);
        i += 2;
      } else if (META.indexOf(c) >= 0) {
        break;
      } else {
        i++;
      }
      stem.append(c);
    }
    boolean optional = i < spec.length() && "?*{".indexOf(spec.charAt(i)) >= 0;
    boolean either = spec.indexOf('|', i) >= 0;
    if (optional && stem.length() > 0) {
      stem.setLength(stem.length() - 1);
    }
    return either && !spec.substring(0, spec.indexOf('|', i)).contains("(") ? "" : stem.toString();
  }

  /** The byte that {@code \xHH} at this place stands for; -1 if there is no such. */
  private static int hex(String spec, int at) {
    if (!spec.startsWith("\\x", at) || at + 4 > spec.length()) {
      return -1;
    }
    int high = Character.digit(spec.charAt(at + 2), 16);
    int low = Character.digit(spec.charAt(at + 3), 16);
    return high < 0 || low < 0 ? -1 : 16 * high + low;
  }
}
