package sevol.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sevol.selinux.Denial;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * What became of denials a moment ago, so that the same one costs no second look: a container can
 * repeat itself a thousand times a second. Forgotten after some seconds, since a container that was
 * not known then may be known now.
 */
final class Repeats {
  /** For a denial that is no incident. */
  static final String NO_INCIDENT = "";

  private static final int CAPACITY = 4096;
  private static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier nanoTime;
  private final Map<Key, Known> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Known> eldest) {
          return size() > CAPACITY;
        }
      };

  Repeats(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** All that decides about a denial; the same label and object, whatever the process. */
  private record Key(
      String recordType,
      List<String> perms,
      @Nullable SecurityContext scontext,
      @Nullable SecurityContext tcontext,
      @Nullable ObjectClass tclass,
      @Nullable String dev,
      @Nullable Long ino,
      @Nullable Boolean permissive) {
    static Key of(Denial d) {
      return new Key(
          d.recordType(),
          d.perms(),
          d.scontext(),
          d.tcontext(),
          d.tclass(),
          d.dev(),
          d.ino(),
          d.permissive());
    }
  }

  private record Known(String incident, long since) {}

  /** The incident that such a denial belonged to just now; null if none is remembered. */
  @Nullable String incident(Denial denial) {
    Known last = known.get(Key.of(denial));
    return last == null || nanoTime.getAsLong() - last.since > VALID_NANOS ? null : last.incident;
  }

  /** Remembers where a denial belongs. */
  void put(Denial denial, String incident) {
    known.put(Key.of(denial), new Known(incident, nanoTime.getAsLong()));
  }
}
