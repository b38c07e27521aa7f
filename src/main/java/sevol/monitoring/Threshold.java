package sevol.monitoring;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of values that are no reason to alert, in the words of the Monitoring Plugins Development
 * Guidelines, "Threshold and Ranges": {@code 10} is 0 to 10, {@code 10:} at least 10, {@code ~:10}
 * at most 10, {@code 10:20} between them, {@code @10:20} not between them; both ends belong to it.
 *
 * @param text as it was given, and as performance data repeats it
 * @param start lowest value of the range
 * @param end highest value of the range
 * @param inverted alert inside of the range
 */
record Threshold(String text, double start, double end, boolean inverted) {
  private static final String NUMBER = "-?\\d{1,15}(?:\\.\\d{1,9})?";
  private static final Pattern RANGE =
      Pattern.compile("(@?)(?:(~|" + NUMBER + "):)?(" + NUMBER + ")?");

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none; the message says what one looks like
   */
  static Threshold parse(String text) {
    Matcher range = RANGE.matcher(text);
    if (range.matches() && (range.group(2) != null || range.group(3) != null)) {
      double start = start(range.group(2));
      double end =
          range.group(3) == null ? Double.POSITIVE_INFINITY : Double.parseDouble(range.group(3));
      if (start <= end) {
        return new Threshold(text, start, end, !range.group(1).isEmpty());
      }
    }
    throw new IllegalArgumentException(
        "no range: " + text + " (10 alerts above 10, 1: below 1, 10:20 outside, @10:20 inside)");
  }

  private static double start(String text) {
    return text == null
        ? 0
        : "~".equals(text) ? Double.NEGATIVE_INFINITY : Double.parseDouble(text);
  }

  /** Whether the value is a reason to alert. */
  boolean alerts(double value) {
    return (value >= start && value <= end) == inverted;
  }
}
