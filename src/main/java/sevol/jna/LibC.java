package sevol.jna;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * libc by direct mapping, for 64-bit Linux ({@code size_t} and {@code off_t} are long). Numbers are
 * those of the kernel's headers; where architectures differ, x86-64 and aarch64 are known.
 */
final class LibC {
  static final int O_RDONLY = 0;
  static final int O_NOCTTY = 0400;
  static final int O_NONBLOCK = 04000;
  static final int O_CLOEXEC = 02000000;
  static final int O_PATH = 010000000;
  // arch/arm64/include/uapi/asm/fcntl.h against asm-generic/fcntl.h
  static final int O_DIRECTORY = Platform.isARM() ? 040000 : 0200000;
  static final int O_NOFOLLOW = Platform.isARM() ? 0100000 : 0400000;

  static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_NO_AUTOMOUNT = 0x800;
  static final int AT_EMPTY_PATH = 0x1000;
  static final int AT_STATX_DONT_SYNC = 0x4000;
  static final int SEEK_SET = 0;
  static final int CLONE_FS = 0x200;

  /** glibc has a wrapper of its own only since 2.30. */
  private static final long SYS_GETDENTS64 = Platform.isARM() ? 61 : 217;

  static {
    if (!Platform.is64Bit() || !(Platform.isARM() || Platform.isIntel())) {
      throw new UnsatisfiedLinkError("sevol knows x86-64 and aarch64, not " + Platform.ARCH);
    }
    Native.register(LibC.class, "libc.so.6");
  }

  private LibC() {}

  /** Without O_CREAT the third argument of the prototype is never read. */
  static native int openat(int dirfd, byte[] path, int flags);

  static native int close(int fd);

  /** Refuses O_PATH descriptors. */
  static native int syncfs(int fd);

  static native long read(int fd, byte[] buffer, long size);

  /** With {@code CLONE_FS} the calling thread has a working directory of its own. */
  static native int unshare(int flags);

  static native int fchdir(int fd);

  static native long lseek(int fd, long offset, int whence);

  /** Fills a {@code struct statx}, 256 bytes. */
  static native int statx(int dirfd, byte[] path, int flags, int mask, byte[] statx);

  /**
   * The same with addresses, as the next two: JNA copies an array to and fro, which costs as much
   * as the call.
   */
  static native int statx(int dirfd, long path, int flags, int mask, long statx);

  static native long getxattr(long path, long name, long value, long size);

  static native long lgetxattr(long path, long name, long value, long size);

  static native int setxattr(byte[] path, byte[] name, byte[] value, long size, int flags);

  /** With an empty path the link that the descriptor itself holds (O_PATH), since Linux 2.6.39. */
  static native long readlinkat(int dirfd, byte[] path, byte[] buffer, long size);

  /** The buffer has to live until the file is closed. */
  static native @Nullable Pointer fmemopen(Pointer buffer, long size, byte[] mode);

  /** When the file is closed, the buffer holds what was written, and is the caller's to free. */
  static native @Nullable Pointer open_memstream(PointerByReference buffer, LongByReference size);

  static native int fclose(Pointer file);

  /** The text is libc's own; valid until the thread's next call. */
  static native @Nullable Pointer strerror(int errno);

  private static native long syscall(long number, long fd, byte[] buffer, long size);

  /** Fills the buffer with {@code struct linux_dirent64}; the bytes filled, 0 at the end. */
  static int getdents64(int fd, byte[] buffer) {
    return (int) syscall(SYS_GETDENTS64, fd, buffer, buffer.length);
  }
}
