package sevol.selinux;

import java.util.Optional;

/**
 * The range of a context: {@code low} or {@code low-high}. MCS compares the high levels.
 *
 * @param low the low level
 * @param high the high level; the same as low where only one is written
 */
public record LevelRange(Level low, Level high) {

  /** Reads {@code s0:c1,c2} or {@code s0-s0:c0.c1023}; empty for anything else. */
  public static Optional<LevelRange> parse(String text) {
    int dash = text.indexOf('-');
    Optional<Level> low = Level.parse(dash < 0 ? text : text.substring(0, dash));
    Optional<Level> high = dash < 0 ? low : Level.parse(text.substring(dash + 1));
    return low.flatMap(l -> high.map(h -> new LevelRange(l, h)));
  }
}
