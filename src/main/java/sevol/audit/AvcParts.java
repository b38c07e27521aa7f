package sevol.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
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
  /** {@code ausearch -i} prints the SYSCALL record before its AVC, some hundred bytes. */
  static final int BEFORE = 4 * 1024;

  /**
   * More than a record that was broken into lines; then so much at a time, until it is complete.
   */
  static final int AFTER = 2 * 1024;

  private static final int AHEAD = 8;

  private final InputStream log;
  private final Sink sink;
  private final BooleanSupplier incomplete;
  private final LinkedBlockingQueue<AvcBlock> work = new LinkedBlockingQueue<>();
  private final Thread helper = new Thread(this::help, "sevol-avc-parts");
  private final Deque<AvcBlock> ahead = new ArrayDeque<>();
  private final Deque<byte[]> unused = new ArrayDeque<>();
  private byte[] begun = new byte[0];
  private @Nullable AvcBlock last;
  private int given; // up to where of the last one
  private boolean skipped;
  private boolean more = true; // a log is told from its beginning

  /** What takes the parts. */
  public interface Sink {
    /** A part: whole lines, but where one is very long, or the log ends inside it. */
    void part(byte[] bytes);

    /** Something was left out between the last part and the next. */
    void gap();
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
      for (AvcBlock block = read(); block != null; block = read()) {
        ahead.add(block);
        work.add(block);
        while (ahead.size() > AHEAD || (!ahead.isEmpty() && log.available() == 0)) {
          helpUntil(ahead.element());
          take(ahead.remove());
        }
      }
    } finally {
      if (begun.length > 0) { // what was read before an error counts
        ahead.add(new AvcBlock(begun, begun.length, true));
      }
      while (!ahead.isEmpty()) {
        take(ahead.remove());
      }
    }
  }

  /** Up to the end of the last line that was read; null at the end of the log. */
  private @Nullable AvcBlock read() throws IOException {
    byte[] bytes = unused.isEmpty() ? new byte[AvcBlock.SIZE] : unused.remove();
    int count = begun.length;
    System.arraycopy(begun, 0, bytes, 0, count);
    int read = log.read(bytes, count, bytes.length - count);
    begun = new byte[0];
    if (read <= 0) {
      return count == 0 ? null : new AvcBlock(bytes, count, true);
    }
    count += read;
    int end = count;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end == 0) {
      return new AvcBlock(bytes, count, true);
    }
    begun = Arrays.copyOfRange(bytes, end, count);
    return new AvcBlock(bytes, end, false);
  }

  /** Searches others rather than waiting for the one that the helper is at. */
  private void helpUntil(AvcBlock searched) {
    AvcBlock other = searched.isSearched() ? null : work.poll();
    while (other != null) {
      other.search();
      other = searched.isSearched() ? null : work.poll();
    }
  }

  private void help() {
    try {
      while (true) {
        work.take().search();
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void take(AvcBlock block) throws InterruptedIOException {
    int at = 0;
    for (int hit : block.found()) {
      at = goOn(block, at, hit);
      if (hit >= at) { // it was not given with what stood before
        if (at == 0) {
          giveOfLast(BEFORE - hit);
        }
        int from = Math.max(at, block.beginOfLine(hit - BEFORE));
        skipped |= from > at;
        at = give(block, from, block.endOfLine(hit));
      }
      more = true;
    }
    keep(block, goOn(block, at, block.count()));
  }

  /** Gives what may still belong to what was given last; returns where that ends. */
  private int goOn(AvcBlock block, int from, int end) {
    int at = from;
    while (at < end && (more || incomplete.getAsBoolean())) {
      more = false;
      at = give(block, at, block.endOfLine(Math.min(end, at + AFTER) - 1));
    }
    return at;
  }

  private int give(AvcBlock block, int from, int to) {
    if (skipped) {
      sink.gap();
      skipped = false;
    }
    sink.part(block.slice(from, to));
    return to;
  }

  /** The end of the block before. */
  private void giveOfLast(int most) {
    if (last == null || given == last.count()) {
      return;
    }
    int from = most <= 0 ? last.count() : lastLines(last, most);
    skipped |= from > given;
    given = from == last.count() ? from : give(last, from, last.count());
  }

  private int lastLines(AvcBlock block, int most) {
    return Math.max(given, block.beginOfLine(block.count() - most));
  }

  private void keep(AvcBlock block, int end) {
    if (last != null && end == 0 && block.count() < BEFORE) { // of a pipe: both together
      int from = lastLines(last, BEFORE);
      skipped |= from > given;
      last = last.from(from, block);
    } else {
      if (last != null && last.bytes().length == AvcBlock.SIZE) {
        unused.add(last.bytes());
      }
      skipped |= last != null && given < last.count();
      last = block;
    }
    given = end;
  }

  @Override
  public void close() {
    helper.interrupt();
  }
}
