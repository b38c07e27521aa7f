package sevol.container;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long directories may be searched: two seconds at once, and a tenth of the time in the long
 * run. Containers choose how many denials there are and how large their mounts.
 */
final class SearchBudget {
  static final long CAPACITY_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int SHARE = 10;

  private final LongSupplier nanoTime;
  private long credit = CAPACITY_NANOS;
  private long last;

  SearchBudget(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /** Starts a search: the {@code nanoTime} at which it must end, perhaps now. */
  synchronized long deadline() {
    long now = nanoTime.getAsLong();
    credit = Math.min(CAPACITY_NANOS, credit + (now - last) / SHARE);
    last = now;
    return now + Math.max(0, credit);
  }

  /** Ends the search that the last {@link #deadline} started. */
  synchronized void spent() {
    long now = nanoTime.getAsLong();
    credit -= now - last;
    last = now;
  }

  boolean isOver(long deadline) {
    return nanoTime.getAsLong() - deadline >= 0;
  }
}
