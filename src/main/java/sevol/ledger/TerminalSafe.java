package sevol.ledger;

/**
 * JSON that may be looked at on a terminal: the control characters that JSON allows in strings (DEL
 * and C1, among them an escape sequence's beginning) are escaped.
 */
public final class TerminalSafe {
  private TerminalSafe() {}

  /** The same JSON; such characters stand nowhere in it but in strings. */
  public static String json(String json) {
    int unsafe = next(json, 0);
    if (unsafe == json.length()) {
      return json;
    }
    StringBuilder safe = new StringBuilder(json.length() + 16);
    int at = 0;
    for (; unsafe < json.length(); unsafe = next(json, at)) {
      safe.append(json, at, unsafe).append(String.format("\\u%04x", (int) json.charAt(unsafe)));
      at = unsafe + 1;
    }
    return safe.append(json, at, json.length()).toString();
  }

  /** Where the next such character stands; the end if none does. */
  private static int next(String json, int from) {
    int at = from;
    while (at < json.length() && (json.charAt(at) < 0x7f || json.charAt(at) > 0x9f)) {
      at++;
    }
    return at;
  }
}
