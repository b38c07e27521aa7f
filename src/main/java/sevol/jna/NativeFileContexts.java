package sevol.jna;

import com.sun.jna.Callback;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileContexts;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** file_contexts as it was when this was opened, local rules and equivalences included. */
final class NativeFileContexts implements FileContexts {
  /** {@code SELABEL_CTX_FILE} in selinux/label.h. */
  private static final int CTX_FILE = 0;

  /** {@code SELABEL_OPT_PATH}, likewise. */
  private static final int OPT_PATH = 3;

  /** {@code type} and {@code format} of {@code selinux_log}, then what the format speaks of. */
  interface Log extends Callback {
    int log(int type, Pointer format, long a, long b, long c, long d, long e, long f);
  }

  private static @Nullable String lastMessage;

  /** libselinux keeps it for good, and prints to stderr without it. */
  private static final Log LOG =
      (type, format, a, b, c, d, e, f) -> {
        lastMessage = CMessage.format(format, a, b, c, d, e, f);
        return 0;
      };

  private final Pointer handle;
  private final ThreadLocal<Answer> answers = ThreadLocal.withInitial(Answer::new);
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Lock lookups = LibSelinux.SHARED_LOOKUPS ? lock.readLock() : lock.writeLock();
  private boolean closed; // guarded by lock

  private NativeFileContexts(Pointer handle) {
    this.handle = handle;
  }

  static NativeFileContexts open() throws IOException {
    return open(null, 0, String.valueOf(CString.at(LibSelinux.selinux_file_context_path())));
  }

  /**
   * Those of another place; what belongs to them lies beside it: {@code .homedirs}, {@code .local},
   * {@code .subs}, {@code .subs_dist}.
   */
  static NativeFileContexts openAt(Path file) throws IOException {
    // struct selinux_opt { int type; const char *value; }
    try (Memory value = new Memory(file.toString().getBytes(StandardCharsets.UTF_8).length + 1);
        Memory option = new Memory(2L * Native.POINTER_SIZE)) {
      value.setString(0, file.toString(), "UTF-8");
      option.clear();
      option.setInt(0, OPT_PATH);
      option.setPointer(Native.POINTER_SIZE, value);
      return open(option, 1, file.toString());
    }
  }

  private static NativeFileContexts open(@Nullable Pointer options, int count, String file)
      throws IOException {
    synchronized (LOG) {
      LibSelinux.selinux_set_callback(LibSelinux.CB_LOG, LOG);
      lastMessage = null;
      Pointer handle = LibSelinux.selabel_open(CTX_FILE, options, count);
      if (handle == null) {
        int errno = Errno.last();
        throw new IOException(
            file
                + ": cannot be read: "
                + (lastMessage == null ? Errno.describe(errno) : lastMessage));
      }
      return new NativeFileContexts(handle);
    }
  }

  @Override
  public Optional<SecurityContext> lookup(String path, ObjectClass tclass) {
    byte[] name = CString.of(path);
    Answer answer = answers.get();
    lookups.lock();
    try {
      if (closed) {
        throw new IllegalStateException("file contexts: closed");
      }
      if (LibSelinux.selabel_lookup_raw(handle, answer.found, name, mode(tclass)) == 0) {
        return answer.take();
      }
    } finally {
      lookups.unlock();
    }
    int errno = Errno.last();
    if (errno == Errno.ENOENT) {
      return Optional.empty();
    }
    throw new NativeCallException("selabel_lookup", path, errno);
  }

  /** The file type bits of {@code st_mode}; 0, any type, for what is no file. */
  private static int mode(ObjectClass tclass) {
    return switch (tclass.name()) {
      case "dir" -> 0040000;
      case "lnk_file" -> 0120000;
      case "sock_file" -> 0140000;
      case "fifo_file" -> 0010000;
      case "chr_file" -> 0020000;
      case "blk_file" -> 0060000;
      case "file" -> 0100000;
      default -> 0;
    };
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        LibSelinux.selabel_close(handle);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Where one thread finds what it asked for, mostly the same as before. */
  private static final class Answer {
    private final Memory found = new Memory(Native.POINTER_SIZE);
    private @Nullable String last;
    private Optional<SecurityContext> lastContext = Optional.empty();

    Optional<SecurityContext> take() {
      Pointer owned = found.getPointer(0);
      String text = CString.at(owned);
      LibSelinux.freecon(owned);
      if (last == null || !last.equals(text)) {
        last = text;
        lastContext = Optional.ofNullable(text).flatMap(SecurityContext::parse);
      }
      return lastContext;
    }
  }
}
