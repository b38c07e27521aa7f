package sevol.container;

import java.time.Duration;
import java.util.List;
import sevol.container.Attributor.Candidates;
import sevol.selinux.Denial;

/**
 * An attributor whose answer comes within a bounded time: a mount's source may lie on a dead NFS
 * server or on a FUSE file system that never answers. What is not known by then stays unknown.
 */
public final class BoundedAttributor {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int MOST_STUCK = 4;

  private final Attributor attributor;
  private final BoundedCalls calls;

  /** Gives each answer three seconds. */
  public BoundedAttributor(Attributor attributor) {
    this(attributor, LIMIT);
  }

  BoundedAttributor(Attributor attributor, Duration limit) {
    this.attributor = attributor;
    this.calls = new BoundedCalls("attribution", limit, PAUSE, MOST_STUCK);
  }

  /** What is proved in time: at least the container, where that needs no look at the object. */
  public Attribution attribute(Denial denial) {
    Candidates candidates = attributor.candidates(denial);
    return calls
        .call(about(candidates), () -> attributor.attribute(denial, candidates))
        .orElseGet(candidates::withoutFiles);
  }

  /** One container's dead mount must not keep the others' from being looked at. */
  private static String about(Candidates candidates) {
    Container sure = candidates.sure();
    List<Container> several =
        candidates.sameLevel().isEmpty() ? candidates.users() : candidates.sameLevel();
    return sure != null ? sure.id() : several.isEmpty() ? "" : several.get(0).id();
  }

  /** How many answers took too long. */
  public long timeouts() {
    return calls.timeouts();
  }
}
