package sevol.audit;

import java.util.List;

/**
 * Which events were taken from the kernel's own stream, written so that a later run can know them
 * again in the log. It holds for one boot: after the next one the serials begin anew.
 *
 * @param bootId {@code /proc/sys/kernel/random/boot_id} of the boot
 * @param ranges the events: {@code [first serial, last serial, earliest time, latest time]} each,
 *     both inclusive, times in milliseconds since 1970; unmodifiable
 */
public record SeenByKernel(String bootId, List<List<Long>> ranges) {
  public SeenByKernel {
    ranges = ranges.stream().map(List::copyOf).toList();
  }
}
