package sevol.request.compose;

import java.nio.file.Path;

/** Names from hostile files in messages of one line. */
final class Shown {
  private static final int LONGEST = 100;

  private Shown() {}

  /** A name in quotes, cut where it is long. */
  static String name(String name) {
    return name.length() <= LONGEST
        ? '"' + plain(name) + '"'
        : '"' + plain(name.substring(0, LONGEST)) + "…\"";
  }

  /** A path, never cut. */
  static String path(Path path) {
    return plain(path.toString());
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (Character.isISOControl(c)
                  || type == Character.FORMAT
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR
                  || type == Character.SURROGATE) {
                plain.append(String.format("\\u%04x", c));
              } else {
                plain.appendCodePoint(c);
              }
            });
    return plain.toString();
  }
}
