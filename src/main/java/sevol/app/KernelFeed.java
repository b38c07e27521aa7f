package sevol.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

  private final KernelRecords records;
  private final Runnable bell;
  private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(CAPACITY);
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
        if (!queue.offer(line)) {
          dropped.incrementAndGet();
        }
        if (queue.size() == 1) {
          bell.run(); // the others are drained together with it
        }
        line = records.next();
      }
    } catch (IOException e) {
      trouble = Objects.requireNonNullElse(e.getMessage(), "cannot be read");
    }
  }

  /** Hands on what has come. */
  void drain(Consumer<String> lines) {
    List<String> batch = new ArrayList<>();
    queue.drainTo(batch);
    batch.forEach(lines);
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
