package sevol.container;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sevol.audit.Recent;

/**
 * Tells of each container once, on a thread of its own, so that the listener may take its time. If
 * it takes for ever (a mount whose server is dead), the next container is told of all the same.
 */
final class Newcomers {
  private static final int QUEUE = 1024;
  private static final int REMEMBERED = 8192;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int MOST_STUCK = 4;

  private final BlockingQueue<Container> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Set<String> told = Collections.newSetFromMap(new Recent<>(REMEMBERED));
  private final BoundedCalls calls;
  private final Consumer<Container> listener;
  private final int rest;
  private final Thread thread;

  /**
   * Prepares the thread.
   *
   * @param rest how many times as long as the listener worked it is left alone afterwards
   */
  Newcomers(String name, Consumer<Container> listener, int rest) {
    this.calls = new BoundedCalls(name, LIMIT, Duration.ZERO, MOST_STUCK);
    this.listener = listener;
    this.rest = rest;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void stop() {
    thread.interrupt();
  }

  /** Takes note of a container; where too many wait already, it is passed over. */
  synchronized void add(Container container) {
    if (told.add(container.owner() + " " + container.id())) {
      queue.offer(container);
    }
  }

  private void run() {
    try {
      while (true) {
        Container next = queue.take();
        long start = System.nanoTime();
        tell(next);
        TimeUnit.NANOSECONDS.sleep(rest * (System.nanoTime() - start));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the end
    }
  }

  /** What the listener does wrong concerns one container. */
  private void tell(Container container) {
    try {
      calls.call(
          container.id(),
          () -> {
            listener.accept(container);
            return true;
          });
    } catch (IllegalStateException e) {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }
}
