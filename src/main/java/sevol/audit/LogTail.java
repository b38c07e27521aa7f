package sevol.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows a growing log from its end: appended lines, a rotation (the old file is renamed and a new
 * one made: the old is read to its end, then the new from its start) and a truncation. A log that
 * is not there is waited for and then read from its start.
 */
public final class LogTail implements AutoCloseable {
  /** How soon a change is seen where inotify tells nothing (NFS, a directory made later). */
  private static final long POLL_MILLIS = 1000;

  /** The kernel and auditd write the records of one event within a few milliseconds. */
  private static final long QUIET_MILLIS = 200;

  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS);

  /** A log that is never quiet must not make anything wait for ever. */
  private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Path log;
  private final WatchService watcher;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
  private @Nullable WatchKey watch;
  private @Nullable FileChannel channel;
  private @Nullable Object file;
  private boolean inLine;
  private long cut;

  private LogTail(Path log) throws IOException {
    this.log = log.toAbsolutePath();
    this.watcher = log.getFileSystem().newWatchService();
  }

  /** What a tail calls, all on the thread that follows. */
  public interface Listener {
    /** One line, without its end. */
    void line(String line);

    /**
     * Everything written so far was given, and nothing more came for a moment; in a log that is
     * never quiet, every other second.
     */
    void quiet();
  }

  /**
   * Opens the log at its end.
   *
   * @throws java.nio.file.AccessDeniedException if it is there and may not be read
   */
  public static LogTail atEnd(Path log) throws IOException {
    LogTail tail = new LogTail(log);
    try {
      tail.open();
      FileChannel opened = tail.channel;
      if (opened != null) {
        tail.goToEnd(opened);
      }
      return tail;
    } catch (IOException e) {
      tail.close();
      throw e;
    }
  }

  /** Calls the listener until {@link #close} is called or the thread is interrupted. */
  public void follow(Listener listener) throws IOException {
    LineSplitter lines = new LineSplitter(listener::line);
    try {
      boolean pending = false;
      long first = 0;
      long last = 0;
      while (stopped.getCount() > 0) {
        register();
        long before = System.nanoTime();
        if (read(lines)) {
          first = pending ? first : before;
          pending = true;
          last = before;
          continue;
        }
        await(pending ? QUIET_MILLIS : POLL_MILLIS);
        long now = System.nanoTime();
        if (pending && (now - last >= QUIET_NANOS || now - first >= BUSY_NANOS)) {
          listener.quiet(); // if the wait ended for more, that belongs to another event
          pending = false;
        }
      }
    } catch (ClosedWatchServiceException | ClosedByInterruptException | InterruptedException e) {
      return; // the end that was asked for
    } finally {
      cut = lines.cut();
      release();
    }
  }

  /** Lines that were longer than 64 KiB and were cut; known when {@link #follow} has ended. */
  public long cut() {
    return cut;
  }

  /** Ends {@link #follow}; any thread may call it. */
  @Override
  public void close() {
    stopped.countDown();
    try {
      watcher.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // inotify's descriptor: close(2) of it does not fail
    }
  }

  private void open() throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(log, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new FileSystemException(log.toString(), null, "not a regular file");
      }
      channel = FileChannel.open(log, StandardOpenOption.READ);
      file = attributes.fileKey();
    } catch (NoSuchFileException e) {
      channel = null; // waited for
    }
  }

  private void goToEnd(FileChannel opened) throws IOException {
    long size = opened.size();
    opened.position(size);
    if (size > 0) {
      ByteBuffer last = ByteBuffer.allocate(1);
      inLine = opened.read(last, size - 1) == 1 && last.get(0) != '\n';
    }
  }

  /** Reads what there is, and goes on to a new file if there is one. */
  private boolean read(LineSplitter lines) throws IOException {
    FileChannel from = channel;
    if (from == null) {
      open();
      return channel != null;
    }
    boolean some = drain(from, lines);
    Object now = fileKey();
    if (now != null && !now.equals(file)) {
      drain(from, lines); // what came between the last read and the rename
      lines.finish();
      from.close();
      inLine = false;
      open();
      return true;
    }
    if (from.size() < from.position()) {
      lines.drop();
      inLine = false;
      from.position(0);
      return true;
    }
    return some;
  }

  private boolean drain(FileChannel from, LineSplitter lines) throws IOException {
    boolean some = false;
    while (stopped.getCount() > 0 && from.read(bytes.clear()) > 0) {
      bytes.flip();
      while (inLine && bytes.hasRemaining()) {
        inLine = bytes.get() != '\n'; // the rest of a line whose start was not followed
      }
      lines.accept(bytes);
      some = true;
    }
    return some;
  }

  private @Nullable Object fileKey() throws IOException {
    try {
      return Files.readAttributes(log, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null; // renamed, the new one not made yet
    }
  }

  private void register() {
    WatchKey key = watch;
    Path directory = log.getParent();
    if (directory == null || (key != null && key.isValid())) {
      return;
    }
    try {
      watch =
          directory.register(
              watcher, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
    } catch (IOException e) {
      watch = null; // no such directory yet, or no inotify there: polled
    }
  }

  /** Returns when something in the directory changed, or the time is over. */
  private void await(long millis) throws InterruptedException {
    WatchKey key = watcher.poll(millis, TimeUnit.MILLISECONDS);
    if (key != null) {
      key.pollEvents();
      key.reset();
    }
  }

  private void release() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
