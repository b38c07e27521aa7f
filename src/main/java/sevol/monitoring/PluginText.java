package sevol.monitoring;

import sevol.report.Plain;

/**
 * Hostile text made safe inside a plugin's output: one line, and none of the characters that Nagios
 * gives a meaning ({@code |} begins performance data; for the others see {@code
 * illegal_macro_output_chars} of nagios.cfg) or a web page does. They become {@code \xNN}.
 */
final class PluginText {
  private static final String MEANING = "|`$<>&\"";

  private PluginText() {}

  static String escape(String hostile) {
    return escape(hostile, Integer.MAX_VALUE);
  }

  /** The text, escaped; no longer than so many characters, else it ends with dots. */
  static String escape(String hostile, int most) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < hostile.length(); ) {
      int c = hostile.codePointAt(i);
      String piece = MEANING.indexOf(c) >= 0 ? String.format("\\x%02X", c) : plain(c);
      if (safe.length() + piece.length() > most) {
        return safe + "...";
      }
      safe.append(piece);
      i += Character.charCount(c);
    }
    return safe.toString();
  }

  private static String plain(int codePoint) {
    return Plain.text(Character.toString(codePoint));
  }
}
