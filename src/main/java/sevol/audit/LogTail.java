package sevol.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows a growing log from its end or from a checkpoint: appended lines, rotations (the files are
 * renamed to {@code .1}, {@code .2} … and a new one made: each is read to its end, in order), and a
 * truncation. A log that is not there is waited for and then read from its start; one that cannot
 * be read for a while is tried again.
 *
 * <p>Thread-confined to the thread that follows, but for {@link #close} and {@link #wake}.
 */
public final class LogTail implements AutoCloseable {
  /** How soon a change is seen where inotify tells nothing (NFS, a directory made later). */
  private static final long POLL_MILLIS = 1000;

  /** The kernel and auditd write the records of one event within a few milliseconds. */
  private static final long QUIET_MILLIS = 200;

  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS);

  /** A log that is never quiet must not make anything wait for ever. */
  private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** What rings this soon after the last ring waits for more; the first is answered at once. */
  private static final long BATCH_MILLIS = 20;

  private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(BATCH_MILLIS);

  /** How often the listener has its turn while there is always more to read. */
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int MOST_TRIES = 20;

  private final LogFiles files;
  private final DirectoryBell bell;
  private final LineSplitter lines = new LineSplitter(this::take);
  private final byte[] bytes = new byte[1 << 16];
  private volatile boolean stopped;
  private Listener listener = line -> {};
  private @Nullable FileChannel channel;

  /** The file that is read, or was read to its end; null if there never was any. */
  private @Nullable FileIdentity file;

  /** Where in it the splitter began to count. */
  private long base;

  private @Nullable String lastId;
  private @Nullable EventId after;
  private @Nullable String trouble;
  private boolean caughtUp;
  private long gaps;
  private long lastTurn;

  private LogTail(Path log) throws IOException {
    Path absolute = log.toAbsolutePath();
    Path directory = absolute.getParent();
    if (directory == null) {
      throw new FileSystemException(log.toString(), null, "not a regular file");
    }
    this.files = new LogFiles(absolute);
    this.bell = new DirectoryBell(directory);
  }

  /** What a tail calls, all on the thread that follows. */
  public interface Listener {
    /** One line, without its end. */
    void line(String line);

    /**
     * Everything written so far was given, and nothing more came for a moment; in a log that is
     * never quiet, every other second.
     */
    default void quiet() {}

    /**
     * Called at least once a second, and about every 50 ms while lines come without end.
     *
     * @return after how many milliseconds it wants to be called again, if nothing happens before
     */
    default long turn() {
      return POLL_MILLIS;
    }
  }

  /**
   * Opens the log at its end; a last line that is not finished yet will be given whole.
   *
   * @throws AccessDeniedException if it is there and may not be read
   */
  public static LogTail atEnd(Path log) throws IOException {
    return resume(log, null);
  }

  /**
   * Opens the log where an earlier tail was.
   *
   * @param from what {@link #checkpoint} gave then; null for the end of the log
   * @throws AccessDeniedException if the log is there and may not be read
   */
  public static LogTail resume(Path log, @Nullable Checkpoint from) throws IOException {
    LogTail tail = new LogTail(log);
    try {
      tail.start(from);
      return tail;
    } catch (IOException e) {
      tail.close();
      tail.release();
      throw e;
    }
  }

  /** Calls the listener until {@link #close} is called or the thread is interrupted. */
  public void follow(Listener to) {
    listener = to;
    boolean pending = false;
    long first = 0;
    long last = 0;
    long woken = System.nanoTime() - BATCH_NANOS;
    try {
      while (!stopped) {
        bell.register(); // before reading: what comes from now on rings
        long before = System.nanoTime();
        if (look()) {
          first = pending ? first : before;
          pending = true;
          last = before;
          turnIfDue();
          continue;
        }
        long wait = turn();
        bell.await(Math.min(wait, pending ? QUIET_MILLIS : POLL_MILLIS));
        if (System.nanoTime() - woken < BATCH_NANOS) {
          Thread.sleep(BATCH_MILLIS); // a flood rings a thousand times a second
        }
        woken = System.nanoTime();
        long now = System.nanoTime();
        if (pending && (now - last >= QUIET_NANOS || now - first >= BUSY_NANOS)) {
          listener.quiet(); // if the wait ended for more, that belongs to another event
          pending = false;
        }
      }
    } catch (ClosedChannelException | InterruptedException e) {
      return; // the end that was asked for
    } finally {
      release();
    }
  }

  /**
   * How far the log was given: up to the end of the line just given. Null as long as there was no
   * file.
   */
  public @Nullable Checkpoint checkpoint() {
    FileIdentity at = file;
    return at == null
        ? null
        : new Checkpoint(at.device(), at.inode(), base + lines.given(), lastId);
  }

  /** True if the last look found nothing more that can be read. */
  public boolean caughtUp() {
    return caughtUp;
  }

  /** Why the log cannot be read at present, in one line; null if it can. */
  public @Nullable String trouble() {
    return trouble;
  }

  /** How often a file was rotated away, or became unreadable, before it was read to its end. */
  public long gaps() {
    return gaps;
  }

  /** How many lines were longer than 64 KiB and were cut. */
  public long cut() {
    return lines.cut();
  }

  /** Lets the listener have its turn now; any thread may call it. */
  public void wake() {
    bell.ring();
  }

  /** Ends {@link #follow}; any thread may call it. */
  @Override
  public void close() {
    stopped = true;
    bell.close();
  }

  private void start(@Nullable Checkpoint from) throws IOException {
    IOException renamed = null;
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      List<LogFiles.Part> parts = files.list();
      if (parts.isEmpty()) {
        gaps = from == null ? 0 : 1;
        return; // waited for
      }
      LogFiles.Part newest = parts.get(0);
      try {
        if (files.isNewest(newest)) {
          newest.open().close(); // to be told now, not tried for ever
        }
        begin(from == null ? LogPlace.end(newest) : LogPlace.find(parts, from));
        return;
      } catch (NoSuchFileException e) {
        renamed = e;
      }
    }
    throw new IOException(files + ": renamed again and again while it was opened", renamed);
  }

  /**
   * Goes to a place. An older file that cannot be read is passed over.
   *
   * @throws NoSuchFileException if the file has another name by now
   */
  private void begin(LogPlace place) throws IOException {
    FileChannel opened = null;
    try {
      opened = place.part().open();
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      if (files.isNewest(place.part())) {
        throw e; // may be readable in a moment: auditd makes it with mode 0600
      }
      gaps++;
    }
    release();
    channel = opened;
    if (opened != null) {
      opened.position(place.offset());
    }
    file = place.part().file();
    base = place.offset();
    lastId = place.lastId() == null ? lastId : place.lastId();
    after = place.after();
    gaps += place.certain() ? 0 : 1;
    lines.restart();
  }

  /** Reads on; what fails is remembered and tried again later. */
  private boolean look() throws ClosedChannelException {
    caughtUp = false;
    boolean some = false;
    try {
      some = read();
      trouble = null;
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      trouble = files + ": " + reason(e);
    }
    caughtUp = !some;
    return some;
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.toString() : reason;
  }

  /** Reads what there is, and goes on to the next file if there is one. */
  private boolean read() throws IOException {
    boolean some = false;
    IOException failure = null;
    try {
      some = drain();
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      failure = e;
    }
    FileIdentity newest = files.newest();
    boolean rotated = newest != null && !newest.equals(file);
    if (failure != null && !rotated) {
      throw failure;
    }
    if (failure != null) {
      gaps++; // what is left of an older file is not waited for
      release();
    }
    if (rotated) {
      try {
        return advance() || some;
      } catch (NoSuchFileException e) {
        return true; // renamed again: looked at again
      }
    }
    FileChannel from = channel;
    if (from != null && from.size() < from.position()) {
      from.position(0);
      base = 0;
      lines.restart();
      return true;
    }
    return some;
  }

  /** Goes from a file that was renamed to the next younger one. */
  private boolean advance() throws IOException {
    List<LogFiles.Part> parts = files.list();
    int at = 0;
    while (at < parts.size() && !parts.get(at).file().equals(file)) {
      at++;
    }
    if (at == 0) {
      return false; // renamed just now, the new one not made yet
    }
    drain(); // what came between the last read and the rename
    lines.finish();
    if (file == null || at < parts.size()) {
      begin(LogPlace.start(parts.get(at - 1), true));
      return true;
    }
    // Away, or renamed in another way. If nothing else was renamed it was the only one.
    LogPlace place =
        parts.size() == 1 ? LogPlace.start(parts.get(0), true) : LogPlace.after(parts, lastId);
    begin(place);
    return true;
  }

  private boolean drain() throws IOException {
    FileChannel from = channel;
    boolean some = false;
    while (from != null && !stopped) {
      int count = from.read(ByteBuffer.wrap(bytes));
      if (count <= 0) {
        break;
      }
      lines.accept(bytes, count);
      some = true;
      turnIfDue();
    }
    return some;
  }

  private void take(String line) {
    String id = EventId.textOf(line);
    lastId = id == null ? lastId : id;
    if (!wasRead(id)) {
      listener.line(line);
    }
    turnIfDue();
  }

  private boolean wasRead(@Nullable String id) {
    return after != null && (id == null || EventId.parse(id).isUpTo(after));
  }

  private void turnIfDue() {
    if (System.nanoTime() - lastTurn >= TURN_NANOS) {
      turn();
    }
  }

  private long turn() {
    lastTurn = System.nanoTime();
    return Math.max(0, listener.turn());
  }

  private void release() {
    FileChannel open = channel;
    channel = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      return; // close(2) of a file that was only read: nothing is lost
    }
  }
}
