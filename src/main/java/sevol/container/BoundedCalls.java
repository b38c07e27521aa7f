package sevol.container;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls that may never come back, since they touch files of a dead NFS server or of a user's FUSE
 * process: each runs on a worker thread and is waited for a bounded time. A worker that is stuck is
 * left alone (nothing can end a thread in such a system call) and replaced, so often and no more;
 * then calls are refused at once until one of them comes back.
 */
public final class BoundedCalls {
  private final String name;
  private final Duration limit;
  private final Duration pause;
  private final int mostStuck;
  private final Map<String, Stuck> stuck = new HashMap<>();
  private ExecutorService worker;
  private final AtomicLong timeouts = new AtomicLong();

  /**
   * Makes a place for calls.
   *
   * @param name of the worker threads
   * @param limit how long a call is waited for
   * @param pause how long after a call that took too long none about the same is made
   * @param mostStuck how many workers may be stuck at once
   */
  public BoundedCalls(String name, Duration limit, Duration pause, int mostStuck) {
    this.name = name;
    this.limit = limit;
    this.pause = pause;
    this.mostStuck = mostStuck;
    this.worker = worker();
  }

  /** A call that took too long. */
  private record Stuck(Future<?> call, long since) {}

  private ExecutorService worker() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Makes a call.
   *
   * @param about what it is about: it is refused while an earlier call about the same is stuck
   * @return empty if it was refused, took too long, or the caller is being ended
   * @throws IllegalStateException if the call threw anything
   */
  public synchronized <T> Optional<T> call(String about, Callable<T> work) {
    long now = System.nanoTime();
    stuck.values().removeIf(s -> s.call.isDone() && now - s.since >= pause.toNanos());
    long hanging = stuck.values().stream().filter(s -> !s.call.isDone()).count();
    if (hanging >= mostStuck || stuck.containsKey(about)) {
      return Optional.empty();
    }
    Future<T> result = worker.submit(work);
    try {
      return Optional.of(result.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      timeouts.incrementAndGet();
      stuck.put(about, new Stuck(result, System.nanoTime()));
      worker.shutdown(); // its thread ends if the call ever does
      worker = worker();
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** How many calls took too long. */
  long timeouts() {
    return timeouts.get();
  }
}
