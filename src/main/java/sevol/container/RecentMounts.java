package sevol.container;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The mounts as they were a tenth of a second ago at most: a host with many containers has
 * thousands, and every object that is denied asks for them. Any thread may ask.
 */
public final class RecentMounts implements Supplier<MountTable> {
  private static final long KEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Supplier<MountTable> source;
  private final LongSupplier nanoTime;
  private @Nullable MountTable last;
  private long readAt;

  /** Reads them from there. */
  public RecentMounts(Supplier<MountTable> source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized MountTable get() {
    long now = nanoTime.getAsLong();
    MountTable table = last;
    if (table == null || now - readAt >= KEEP_NANOS) {
      table = source.get();
      last = table;
      readAt = now;
    }
    return table;
  }
}
