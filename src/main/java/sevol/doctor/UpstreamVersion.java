package sevol.doctor;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An upstream version: the numbers at the start of a package's, after its epoch. What a
 * distribution appends tells nothing of upstream's bugs.
 */
record UpstreamVersion(String text) implements Comparable<UpstreamVersion> {
  private static final Pattern NUMBERS =
      Pattern.compile("(?:\\d+:)?(\\d{1,9}(?:\\.\\d{1,9}){0,5})");

  /** Of a package's version; {@code 0} if it begins with no number. */
  static UpstreamVersion ofPackage(String packaged) {
    Matcher m = NUMBERS.matcher(packaged);
    return new UpstreamVersion(m.lookingAt() ? m.group(1) : "0");
  }

  private int[] numbers() {
    return Arrays.stream(text.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  @Override
  public int compareTo(UpstreamVersion other) {
    int[] mine = numbers();
    int[] theirs = other.numbers();
    for (int i = 0; i < Math.max(mine.length, theirs.length); i++) {
      int order = Integer.compare(i < mine.length ? mine[i] : 0, i < theirs.length ? theirs[i] : 0);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  boolean within(String from, String before) {
    return compareTo(new UpstreamVersion(from)) >= 0 && compareTo(new UpstreamVersion(before)) < 0;
  }
}
