package sevol.jna;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Swaps names for each other, again and again, as a container's processes may. */
@SuppressWarnings("ThreadPriorityCheck") // it yields, so that others run between two swaps
final class Swaps implements AutoCloseable {
  private static final int RENAME_EXCHANGE = 2; // include/uapi/linux/fs.h

  private final List<Pair> pairs;
  private final CompletableFuture<Void> swapping;
  private volatile boolean ended;

  static {
    Native.register(Swaps.class, "libc.so.6");
  }

  /** Since glibc 2.28. */
  private static native int renameat2(
      int oldDirectory, byte[] oldName, int newDirectory, byte[] newName, int flags);

  private static native int lsetxattr(byte[] path, byte[] name, byte[] value, long size, int flags);

  /** Two names in one directory, which is held: its own name may be swapped too. */
  static final class Pair implements AutoCloseable {
    private final int directory;
    private final byte[] one;
    private final byte[] other;
    private final AtomicLong swaps = new AtomicLong();

    Pair(Path directory, String one, String other) throws IOException {
      this.one = CString.of(one);
      this.other = CString.of(other);
      int flags = LibC.O_PATH | LibC.O_DIRECTORY | LibC.O_CLOEXEC;
      this.directory = LibC.openat(LibC.AT_FDCWD, CString.of(directory.toString()), flags);
      if (this.directory < 0) {
        throw Errno.exception(Errno.last(), directory.toString());
      }
    }

    private void swap() {
      if (renameat2(directory, one, directory, other, RENAME_EXCHANGE) != 0) {
        throw new IllegalStateException(Errno.describe(Errno.last()));
      }
      swaps.incrementAndGet();
    }

    /** How often they were swapped. */
    long count() {
      return swaps.get();
    }

    /**
     * Waits until they are swapped once more, or twice, which leaves either.
     *
     * @return how many swaps there were meanwhile; 0 if nobody swaps
     */
    long await() {
      long before = count();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      while (count() == before && System.nanoTime() < deadline) {
        Thread.yield();
      }
      return count() - before;
    }

    @Override
    public void close() {
      LibC.close(directory);
    }
  }

  /** Begins. */
  Swaps(List<Pair> pairs) {
    this.pairs = pairs;
    this.swapping = CompletableFuture.runAsync(this::swapAll);
  }

  private void swapAll() {
    while (!ended) {
      for (Pair pair : pairs) {
        pair.swap();
        Thread.yield();
      }
    }
  }

  /** Sets a label by path; the last component alone is not followed. */
  static boolean setByPath(Path path, String label) {
    byte[] value = CString.of(label);
    return lsetxattr(
            CString.of(path.toString()), OpenObject.SECURITY_SELINUX, value, value.length, 0)
        == 0;
  }

  /** Ends; fails if a swap failed. */
  @Override
  public void close() {
    ended = true;
    try {
      swapping.join();
    } finally {
      pairs.forEach(Pair::close);
    }
  }
}
