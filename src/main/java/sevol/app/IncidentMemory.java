package sevol.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.selinux.Denial;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * Which incidents were told already. An incident is a container, a mount (or, where that is not
 * known, an object), the types of both sides, the object's class, and whether the access was really
 * refused: an engine's denial that was only logged must not hide its container's. Neither the
 * process nor its categories, which change from run to run.
 */
final class IncidentMemory {
  private static final int MAX_INCIDENTS = 10_000;
  private static final int MAX_RECENT = 4096;

  /** A container could be denied one object after another outside its mounts, for ever. */
  private static final int MAX_OBJECTS = 16;

  private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier nanoTime;
  private final Map<Repeat, Long> recent = bounded(MAX_RECENT);
  private final Map<Incident, Boolean> told = bounded(MAX_INCIDENTS);
  private final Map<Incident, Integer> objects = bounded(MAX_INCIDENTS);

  IncidentMemory(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Repeat(
      @Nullable SecurityContext scontext,
      @Nullable SecurityContext tcontext,
      @Nullable ObjectClass tclass,
      @Nullable String dev,
      @Nullable Long ino) {}

  private record Incident(
      @Nullable String container,
      @Nullable String where,
      @Nullable String source,
      @Nullable String target,
      @Nullable ObjectClass tclass,
      boolean onlyLogged) {
    Incident anywhere() {
      return new Incident(container, null, source, target, tclass, onlyLogged);
    }
  }

  /**
   * True if the same process label was denied the same object just now: told before any work is
   * done for it, since a container can repeat itself a thousand times a second.
   */
  boolean isRepeat(Denial d) {
    long now = nanoTime.getAsLong();
    Repeat key = new Repeat(d.scontext(), d.tcontext(), d.tclass(), d.dev(), d.ino());
    Long last = recent.get(key);
    if (last != null && now - last < RECENT_NANOS) {
      return true;
    }
    recent.put(key, now);
    return false;
  }

  /** True the first time that an incident comes. */
  boolean isNew(Denial d, Attribution attribution) {
    BindMount mount = attribution.mount();
    Path host = attribution.hostPath();
    Container container = attribution.container();
    boolean placed = mount != null || host != null;
    Incident incident =
        new Incident(
            container == null ? null : container.engine() + " " + container.display(),
            placed
                ? String.valueOf(mount != null ? mount.source() : host)
                : d.dev() + "/" + d.ino(),
            type(d.scontext()),
            type(d.tcontext()),
            d.tclass(),
            Boolean.TRUE.equals(d.permissive()));
    if (told.get(incident) != null) {
      return false;
    }
    if (!placed && objects.merge(incident.anywhere(), 1, Integer::sum) > MAX_OBJECTS) {
      return false;
    }
    told.put(incident, true);
    return true;
  }

  private static @Nullable String type(@Nullable SecurityContext context) {
    return context == null ? null : context.type();
  }

  private static <K, V> Map<K, V> bounded(int most) {
    return new LinkedHashMap<>(64, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }
}
