package sevol.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Of a long log the parts in which {@code avc:} stands, and what stands around them: nearly all of
 * a log is no denial, and looking for four bytes is much faster than reading lines. Memory does not
 * grow with the log. Every denial is found, since none is without these bytes; the other records of
 * its event are, if they stand at most {@value #BEFORE} bytes before it, or before it is complete.
 */
public final class AvcParts implements AutoCloseable {
  /** What is read at once; a part is as long, or as much as a pipe holds. */
  static final int PART = 128 * 1024;

  /** Some ten events: {@code ausearch -i} prints a SYSCALL record before its AVC. */
  static final int BEFORE = 64 * 1024;

  private static final String AVC = "avc:";
  private static final int AHEAD = 8;

  private final InputStream log;
  private final Sink sink;
  private final BooleanSupplier incomplete;
  private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final Thread helper = new Thread(this::help, "sevol-avc-parts");
  private final Deque<Part> ahead = new ArrayDeque<>();
  private final Deque<Part> before = new ArrayDeque<>();
  private final Deque<byte[]> unused = new ArrayDeque<>();
  private byte[] begun = new byte[0];
  private int kept;
  private boolean next = true; // a text is told from its beginning, too
  private boolean gap;

  /** What takes the parts. */
  public interface Sink {
    /** A part: whole lines, but where one is longer than a part, or the log ends inside it. */
    void part(byte[] bytes, int count);

    /** Something was left out behind the last part. */
    void gap();
  }

  private static final class Part {
    private final byte[] bytes;
    private final int count;
    private final FutureTask<Boolean> wanted;

    private Part(byte[] bytes, int count, boolean wanted) {
      this.bytes = bytes;
      this.count = count;
      this.wanted = new FutureTask<>(() -> wanted || holdsAvc(bytes, count));
    }
  }

  /**
   * Parts of one log.
   *
   * @param incomplete true while what was given last belongs to what may come next
   */
  public AvcParts(InputStream log, Sink sink, BooleanSupplier incomplete) {
    this.log = log;
    this.sink = sink;
    this.incomplete = incomplete;
    helper.setDaemon(true);
    helper.start();
  }

  /** Reads the log to its end. What a pipe has is given before more is waited for. */
  public void run() throws IOException {
    try {
      for (Part part = read(); part != null; part = read()) {
        ahead.add(part);
        work.add(part.wanted);
        while (ahead.size() > AHEAD || (!ahead.isEmpty() && log.available() == 0)) {
          take(ahead.remove());
        }
      }
    } finally {
      if (begun.length > 0) { // what was read before an error counts
        ahead.add(new Part(begun, begun.length, true));
      }
      while (!ahead.isEmpty()) {
        take(ahead.remove());
      }
    }
  }

  /** Up to the end of the last line that was read; null at the end of the log. */
  private @Nullable Part read() throws IOException {
    byte[] bytes = unused.isEmpty() ? new byte[PART] : unused.remove();
    int count = begun.length;
    System.arraycopy(begun, 0, bytes, 0, count);
    int more = log.read(bytes, count, PART - count);
    begun = new byte[0];
    if (more <= 0) {
      return count == 0 ? null : new Part(bytes, count, true);
    }
    count += more;
    int end = count;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end == 0) {
      return new Part(bytes, count, true);
    }
    begun = Arrays.copyOfRange(bytes, end, count);
    return new Part(bytes, end, false);
  }

  /** By way of a text, which the JVM searches with the processor's vector instructions. */
  private static boolean holdsAvc(byte[] bytes, int count) {
    return new String(bytes, 0, count, StandardCharsets.ISO_8859_1).contains(AVC);
  }

  private void help() {
    try {
      while (true) {
        work.take().run();
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void take(Part part) throws InterruptedIOException {
    if (isWanted(part)) {
      if (gap) {
        sink.gap();
        gap = false;
      }
      while (!before.isEmpty()) {
        give(before.remove());
      }
      kept = 0;
      give(part);
      next = true;
    } else if (next || incomplete.getAsBoolean()) {
      give(part);
      next = false;
    } else {
      keep(part);
    }
  }

  private static boolean isWanted(Part part) throws InterruptedIOException {
    part.wanted.run(); // nothing, if the helper did
    try {
      return part.wanted.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void give(Part part) {
    sink.part(part.bytes, part.count);
    reuse(part);
  }

  private void reuse(Part part) {
    if (part.bytes.length == PART) {
      unused.add(part.bytes);
    }
  }

  private void keep(Part part) {
    before.add(part);
    kept += part.count;
    while (kept - before.element().count >= BEFORE) {
      Part left = before.remove();
      kept -= left.count;
      reuse(left);
      gap = true;
    }
  }

  @Override
  public void close() {
    helper.interrupt();
  }
}
