package sevol.ledger;

import java.util.List;

/**
 * Which events the kernel's own stream has already told of, so that the log does not tell of them a
 * second time after a restart: ranges of serial numbers of one boot.
 *
 * @param bootId {@code /proc/sys/kernel/random/boot_id} of the boot that the numbers are of
 * @param from first serial number of each range
 * @param to last serial number of each range
 * @param firstMillis time of each range's first event, milliseconds of the epoch
 */
public record KernelSeen(String bootId, List<Long> from, List<Long> to, List<Long> firstMillis) {
  private static final int MOST_RANGES = 4096;

  /**
   * Keeps the newest ranges.
   *
   * @throws IllegalArgumentException if the lists are not equally long
   */
  public KernelSeen {
    if (from.size() != to.size() || from.size() != firstMillis.size()) {
      throw new IllegalArgumentException("ranges of unequal number");
    }
    bootId = Bounds.word(bootId);
    from = newest(from);
    to = newest(to);
    firstMillis = newest(firstMillis);
  }

  private static List<Long> newest(List<Long> all) {
    return List.copyOf(all.subList(Math.max(0, all.size() - MOST_RANGES), all.size()));
  }
}
