package sevol.remedy;

import java.nio.charset.StandardCharsets;

/**
 * The literal beginning of a file_contexts specification: all that it matches begins so. Bytes are
 * chars of ISO 8859-1.
 */
final class SpecStem {
  private static final String META = ".^$?*+|[({";

  private SpecStem() {}

  /** True if all that the spec matches lies below the path, and the path itself does not match. */
  static boolean isBelow(String spec, String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    String prefix = new String(bytes, StandardCharsets.ISO_8859_1);
    return of(spec).startsWith(prefix.endsWith("/") ? prefix : prefix + "/");
  }

  /** For example {@code /srv/a.b} of {@code /srv/a\\.b(/.*)?}. */
  static String of(String spec) {
    StringBuilder stem = new StringBuilder();
    int i = 0;
    while (i < spec.length() && META.indexOf(spec.charAt(i)) < 0) {
      char c = spec.charAt(i++);
      if (c == '\\') {
        if (i == spec.length()) {
          break;
        }
        char escaped = spec.charAt(i++);
        if (escaped == 'x' && i + 2 <= spec.length()) {
          c = (char) Integer.parseInt(spec.substring(i, i + 2), 16);
          i += 2;
        } else if (Character.isLetterOrDigit(escaped)) {
          break; // a class of characters
        } else {
          c = escaped;
        }
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
}
