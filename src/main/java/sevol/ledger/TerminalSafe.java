package sevol.ledger;

/**
 * JSON that may be looked at on a terminal: the control characters that JSON allows in strings (DEL
 * and C1, among them an escape sequence's beginning) are escaped.
 */
public final class TerminalSafe {
  private TerminalSafe() {}

  /** The same JSON; such characters stand nowhere in it but in strings. */
  public static String json(CharSequence json) {
    StringBuilder safe = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c >= 0x7f && c <= 0x9f) {
        safe.append(String.format("\\u%04x", (int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }
}
