package sevol.jna;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;

/** Error numbers of Linux, the same on x86-64 and aarch64 (asm-generic/errno.h), by name. */
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int ENOTDIR = 20;
  static final int EINVAL = 22;
  static final int ENODATA = 61;
  static final int EPROTONOSUPPORT = 93;
  static final int EOPNOTSUPP = 95;
  static final int ENOBUFS = 105;
  static final int ECONNREFUSED = 111;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(EPERM, "EPERM"),
          Map.entry(ENOENT, "ENOENT"),
          Map.entry(ESRCH, "ESRCH"),
          Map.entry(EINTR, "EINTR"),
          Map.entry(5, "EIO"),
          Map.entry(6, "ENXIO"),
          Map.entry(9, "EBADF"),
          Map.entry(EAGAIN, "EAGAIN"),
          Map.entry(12, "ENOMEM"),
          Map.entry(EACCES, "EACCES"),
          Map.entry(16, "EBUSY"),
          Map.entry(17, "EEXIST"),
          Map.entry(ENOTDIR, "ENOTDIR"),
          Map.entry(21, "EISDIR"),
          Map.entry(EINVAL, "EINVAL"),
          Map.entry(23, "ENFILE"),
          Map.entry(24, "EMFILE"),
          Map.entry(28, "ENOSPC"),
          Map.entry(30, "EROFS"),
          Map.entry(34, "ERANGE"),
          Map.entry(36, "ENAMETOOLONG"),
          Map.entry(38, "ENOSYS"),
          Map.entry(40, "ELOOP"),
          Map.entry(ENODATA, "ENODATA"),
          Map.entry(90, "EMSGSIZE"),
          Map.entry(EPROTONOSUPPORT, "EPROTONOSUPPORT"),
          Map.entry(EOPNOTSUPP, "EOPNOTSUPP"),
          Map.entry(97, "EAFNOSUPPORT"),
          Map.entry(ENOBUFS, "ENOBUFS"),
          Map.entry(107, "ENOTCONN"),
          Map.entry(110, "ETIMEDOUT"),
          Map.entry(ECONNREFUSED, "ECONNREFUSED"),
          Map.entry(116, "ESTALE"),
          Map.entry(122, "EDQUOT"));

  private Errno() {}

  /** The error of the last native call of this thread; ask right after the call. */
  static int last() {
    return Native.getLastError();
  }

  /** Name and text: {@code EACCES: Permission denied}. */
  static String describe(int errno) {
    String text = CString.at(LibC.strerror(errno));
    return NAMES.getOrDefault(errno, "errno " + errno) + ": " + (text == null ? "" : text);
  }

  /** The exception of java.nio.file that fits. */
  static IOException exception(int errno, String file) {
    return switch (errno) {
      case ENOENT -> new NoSuchFileException(file);
      case EACCES, EPERM -> new AccessDeniedException(file, null, describe(errno));
      default -> new FileSystemException(file, null, describe(errno));
    };
  }
}
