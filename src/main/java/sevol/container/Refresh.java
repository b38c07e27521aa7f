package sevol.container;

import java.time.Duration;

/**
 * A look at the disk that the thread which counts denials asks for: waited for a bounded time,
 * since even root's own directories can lie on a dead server, and left out where one was just now,
 * since it is containers that decide how often it is asked for.
 */
final class Refresh {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int MOST_STUCK = 4;

  /** A tenth of the time. */
  private static final int REST = 9;

  private final Runnable look;
  private final BoundedCalls calls;
  private long last = System.nanoTime();
  private long rest;

  Refresh(Runnable look) {
    this(look, LIMIT);
  }

  Refresh(Runnable look, Duration limit) {
    this.look = look;
    this.calls = new BoundedCalls("refresh", limit, PAUSE, MOST_STUCK);
  }

  /** Looks, if it may. */
  synchronized void now() {
    long start = System.nanoTime();
    if (start - last < rest) {
      return;
    }
    calls.call(
        "",
        () -> {
          look.run();
          return true;
        });
    last = System.nanoTime();
    rest = (last - start) * REST;
  }
}
