package sevol.preflight;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import sevol.selinux.Level;

/**
 * Levels that a new container could get and nothing on the host has: the engines draw two of 1024
 * categories at random; these are always the same, so that a check can be repeated.
 */
final class FreshLevels {
  private static final int LOW = 511;
  private static final int HIGH = 767;
  private static final int TRIES = 256;

  private FreshLevels() {}

  /**
   * That many levels without a common category.
   *
   * @param taken levels in use; none of the result holds all categories of one of them
   */
  static List<String> pick(int wanted, Collection<Level> taken) {
    List<String> picked = new ArrayList<>();
    for (int i = 0; i < TRIES && picked.size() < wanted; i++) {
      if (isFree(LOW - i, HIGH + i, taken)) {
        picked.add(text(i));
      }
    }
    for (int i = 0; picked.size() < wanted; i++) { // every one is taken: any will do
      picked.add(text(i));
    }
    return picked;
  }

  private static String text(int i) {
    return "s0:c" + (LOW - i) + ",c" + (HIGH + i);
  }

  private static boolean isFree(int low, int high, Collection<Level> taken) {
    BitSet pair = new BitSet();
    pair.set(low);
    pair.set(high);
    Level candidate = new Level(Integer.MAX_VALUE, pair);
    return taken.stream().noneMatch(l -> !l.categories().isEmpty() && candidate.dominates(l));
  }
}
