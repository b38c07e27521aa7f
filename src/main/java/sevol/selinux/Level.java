package sevol.selinux;

import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One MLS/MCS level: a sensitivity and a set of categories, {@code s0:c1,c5.c9}. Equal levels are
 * equal however they were spelt.
 *
 * @param sensitivity the number after {@code s}
 * @param categories the numbers after {@code c}; treat as immutable
 */
public record Level(int sensitivity, BitSet categories) {
  private static final Pattern SYNTAX = Pattern.compile("s(\\d{1,4})(?::(.+))?");
  private static final Pattern CATEGORY = Pattern.compile("c(\\d{1,5})(?:\\.c(\\d{1,5}))?");

  /** Reads {@code s0}, {@code s0:c1,c2} or {@code s0:c0.c1023}; empty for anything else. */
  public static Optional<Level> parse(String text) {
    Matcher m = SYNTAX.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    BitSet categories = new BitSet();
    if (m.group(2) != null) {
      for (String part : m.group(2).split(",", -1)) {
        Matcher c = CATEGORY.matcher(part);
        if (!c.matches()) {
          return Optional.empty();
        }
        int low = Integer.parseInt(c.group(1));
        int high = c.group(2) == null ? low : Integer.parseInt(c.group(2));
        if (high < low) {
          return Optional.empty();
        }
        categories.set(low, high + 1);
      }
    }
    return Optional.of(new Level(Integer.parseInt(m.group(1)), categories));
  }

  static boolean looksLikeLevel(String part) {
    return part.startsWith("s") && part.matches("s\\d{1,4}(-s\\d{1,4})?");
  }

  // Written out for the reason that SecurityContext has.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Level l
        && sensitivity == l.sensitivity
        && categories.equals(l.categories);
  }

  @Override
  public int hashCode() {
    return 31 * sensitivity + categories.hashCode();
  }

  /** True if this level may see the other: sensitivity not lower and every category held. */
  public boolean dominates(Level other) {
    BitSet missing = (BitSet) other.categories.clone();
    missing.andNot(categories);
    return sensitivity >= other.sensitivity && missing.isEmpty();
  }
}
