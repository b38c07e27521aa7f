package sevol.container;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import sevol.audit.Recent;
import sevol.container.ObjectSearch.Found;

/**
 * What walks came to, so that a container that repeats a denial does not cost one each time. What
 * was found must be looked at again before it is believed; that nothing was found holds a while.
 */
final class SearchMemory {
  private static final int CAPACITY = 4096;
  private static final long VAIN_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final LongSupplier nanoTime;
  private final Map<Key, Entry> entries = Recent.byUse(CAPACITY);

  SearchMemory(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** An object as the denial names it, and where it was searched. */
  record Key(String dev, long ino, List<BindMount> mounts) {}

  private record Entry(Optional<Found> found, long at) {}

  /** Where it was found. */
  synchronized Optional<Found> found(Key key) {
    return Optional.ofNullable(entries.get(key)).flatMap(Entry::found);
  }

  /** True if it was searched just now and not found. */
  synchronized boolean isVain(Key key) {
    Entry entry = entries.get(key);
    return entry != null && entry.found.isEmpty() && nanoTime.getAsLong() - entry.at < VAIN_NANOS;
  }

  synchronized void put(Key key, Optional<Found> found) {
    entries.put(key, new Entry(found, nanoTime.getAsLong()));
  }
}
