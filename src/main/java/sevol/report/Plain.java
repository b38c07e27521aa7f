package sevol.report;

/** Hostile text made safe for a terminal, a log line or a table: one line, nothing invisible. */
public final class Plain {
  private Plain() {}

  /**
   * Control, format, surrogate and unassigned characters, line separators and bidirectional marks
   * become {@code \\xNN} or {@code \\uNNNN}; a backslash is doubled, so that the result is
   * unambiguous.
   */
  public static String text(String hostile) {
    StringBuilder out = new StringBuilder(hostile.length());
    hostile.codePoints().forEach(c -> append(out, c));
    return out.toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          out.append(String.format(c < 0x100 ? "\\x%02X" : "\\u%04X", c));
      default -> {
        if (c == '\\') {
          out.append('\\');
        }
        out.appendCodePoint(c);
      }
    }
  }
}
