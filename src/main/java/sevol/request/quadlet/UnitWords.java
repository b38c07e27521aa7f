package sevol.request.quadlet;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a value into words as systemd's {@code extract_first_word} does, relaxed: both quotes, an
 * unclosed one ends at the end.
 */
final class UnitWords {
  private static final String LETTERS = "abfnrtvs\\\"'";
  private static final String MEANS = "\u0007\b\f\n\r\t\u000b \\\"'";

  private final String text;
  private final boolean escapes;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean broken;
  private int at;

  private UnitWords(String text, boolean escapes) {
    this.text = text;
    this.escapes = escapes;
  }

  /**
   * The words.
   *
   * @param escapes read C escapes; a value with an unknown one has no words at all
   */
  static List<String> split(String text, boolean escapes) {
    UnitWords splitter = new UnitWords(text, escapes);
    splitter.split();
    return splitter.broken ? List.of() : splitter.words;
  }

  private void split() {
    char quote = 0;
    boolean inside = false;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (escapes && c == '\\') {
        inside = true;
        escape();
      } else if (quote != 0) {
        quote = c == quote ? 0 : quote;
        if (quote != 0) {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inside = true;
      } else if (" \t\n\r".indexOf(c) < 0) {
        word.append(c);
        inside = true;
      } else if (inside) {
        end();
        inside = false;
      }
    }
    if (inside) {
      end();
    }
  }

  private void end() {
    words.add(word.toString());
    word.setLength(0);
  }

  private void escape() {
    if (at == text.length()) {
      return; // eaten
    }
    char c = text.charAt(at);
    int known = LETTERS.indexOf(c);
    if (known >= 0) {
      word.append(MEANS.charAt(known));
      at++;
      return;
    }
    int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 3;
    int start = c >= '0' && c <= '7' ? at : at + 1;
    int radix = start == at ? 8 : 16;
    try {
      if (start == at + 1 && "xuU".indexOf(c) < 0) {
        throw new NumberFormatException();
      }
      int value = Integer.parseInt(text, start, Math.min(start + digits, text.length()), radix);
      if (value == 0 || start + digits > text.length() || (radix == 8 && value > 255)) {
        throw new NumberFormatException();
      }
      word.appendCodePoint(value);
      at = start + digits;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      broken = true;
      at = text.length();
    }
  }
}
