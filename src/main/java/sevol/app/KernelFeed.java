package sevol.app;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevol.audit.KernelRecords;

/**
 * Empties the kernel's socket in a thread of its own, since the kernel waits for nobody: the socket
 * holds a few hundred records, this queue thousands.
 */
final class KernelFeed implements AutoCloseable {
  private static final int CAPACITY = 16_384;

  /** Records are a few hundred bytes, but a container can make them of several thousand. */
  private static final long MOST_CHARS = 4L << 20;

  private final KernelRecords records;
  private final Runnable bell;
  private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong chars = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private volatile @Nullable String trouble;

  private KernelFeed(KernelRecords records, Runnable bell) {
    this.records = records;
    this.bell = bell;
  }

  /**
   * Begins to read.
   *
   * @param bell rung when there is something to drain
   */
  static KernelFeed start(KernelRecords records, Runnable bell) {
    KernelFeed feed = new KernelFeed(records, bell);
    Thread thread = new Thread(feed::run, "kernel");
    thread.setDaemon(true);
    thread.start();
    return feed;
  }

  private void run() {
    try {
      String line = records.next();
      while (line != null) {
        take(line);
        if (queue.size() == 1) {
          bell.run(); // the others are drained together with it
        }
        line = records.next();
      }
    } catch (IOException | RuntimeException e) {
      trouble = Objects.requireNonNullElse(e.getMessage(), "cannot be read");
    }
  }

  private void take(String line) {
    if (chars.get() < MOST_CHARS && queue.offer(line)) {
      chars.addAndGet(line.length());
    } else {
      dropped.incrementAndGet();
    }
  }

  /**
   * Hands on what has come, but for a limited time: each may cost a search, and there can be
   * thousands.
   *
   * @return true if there is more
   */
  boolean drain(long nanos, Consumer<String> lines) {
    long start = System.nanoTime();
    String line = queue.poll();
    while (line != null) {
      chars.addAndGet(-line.length());
      lines.accept(line);
      if (System.nanoTime() - start >= nanos) {
        return !queue.isEmpty();
      }
      line = queue.poll();
    }
    return false;
  }

  /** Records that were lost on the way from the kernel: its count of overflows, and the queue's. */
  long lost() {
    return records.overflows() + dropped.get();
  }

  /** Why nothing comes any more; null while all is well. */
  @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    records.close();
  }
}
