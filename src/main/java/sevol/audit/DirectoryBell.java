package sevol.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Wakes the one thread that waits when something in a directory changes, or anybody rings. */
final class DirectoryBell implements AutoCloseable {
  private final Path directory;
  private final WatchService watcher;
  private final Semaphore rung = new Semaphore(0);
  private final Thread listener = new Thread(this::listen, "log watch");
  private volatile @Nullable WatchKey watch;

  DirectoryBell(Path directory) throws IOException {
    this.directory = directory;
    this.watcher = directory.getFileSystem().newWatchService();
    listener.setDaemon(true);
    listener.start();
  }

  /** Returns when it rings, or the time is over; it may ring for nothing. */
  void await(long millis) throws InterruptedException {
    if (rung.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      rung.drainPermits();
    }
  }

  /** Ends the present or the next waiting; any thread may call it. */
  void ring() {
    if (rung.availablePermits() == 0) {
      rung.release();
    }
  }

  @Override
  public void close() {
    try {
      watcher.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // inotify's descriptor: close(2) of it does not fail
    }
    ring();
  }

  /** Watches the directory, a new one of that name if it was replaced. */
  void register() {
    WatchKey key = watch;
    if (key != null && key.isValid()) {
      return;
    }
    try {
      watch =
          directory.register(
              watcher, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
    } catch (IOException | ClosedWatchServiceException e) {
      watch = null; // no such directory yet, or no inotify there: polled
    }
  }

  private void listen() {
    try {
      while (true) {
        WatchKey key = watcher.take();
        key.pollEvents();
        key.reset();
        ring();
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      return; // closed
    }
  }
}
