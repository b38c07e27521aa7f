package sevol.audit;

import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Lines of a log that were read at once, and where {@code avc:} stands in them. */
final class AvcBlock {
  /** The most that is read at once; of a pipe it is what the pipe holds. */
  static final int SIZE = 128 * 1024;

  private static final String AVC = "avc:";

  private final byte[] bytes;
  private final int count;
  private final FutureTask<int[]> found = new FutureTask<>(this::look);
  private final boolean broken;

  /**
   * A block that is searched by whoever comes first.
   *
   * @param bytes of which the first {@code count} are the block's
   * @param broken it ends inside a line, or has none: all of it is told
   */
  AvcBlock(byte[] bytes, int count, boolean broken) {
    this.bytes = bytes;
    this.count = count;
    this.broken = broken;
  }

  byte[] bytes() {
    return bytes;
  }

  int count() {
    return count;
  }

  /** Looks, if nobody did. */
  void search() {
    found.run();
  }

  boolean isSearched() {
    return found.isDone();
  }

  /** Where it stands, in order. */
  int[] found() throws InterruptedIOException {
    found.run();
    try {
      return found.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** By way of a text, which the JVM searches with the processor's vector instructions. */
  private int[] look() {
    if (broken) {
      return new int[] {count - 1};
    }
    String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    int[] places = new int[4];
    int number = 0;
    for (int at = text.indexOf(AVC); at >= 0; at = text.indexOf(AVC, at + 1)) {
      places = number == places.length ? Arrays.copyOf(places, 2 * number) : places;
      places[number++] = at;
    }
    return Arrays.copyOf(places, number);
  }

  /** Where the line begins in which a byte stands; 0 for one before the block. */
  int beginOfLine(int at) {
    int begin = Math.max(0, at);
    while (begin > 0 && bytes[begin - 1] != '\n') {
      begin--;
    }
    return begin;
  }

  /** Where the next line begins, or the block ends. */
  int endOfLine(int at) {
    int end = at;
    while (end < count && bytes[end] != '\n') {
      end++;
    }
    return Math.min(count, end + 1);
  }

  byte[] slice(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** The end of this one and all of the next as one. */
  AvcBlock from(int begin, AvcBlock next) {
    byte[] both = Arrays.copyOfRange(bytes, begin, count + next.count);
    System.arraycopy(next.bytes, 0, both, count - begin, next.count);
    return new AvcBlock(both, both.length, false);
  }
}
