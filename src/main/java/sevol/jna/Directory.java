package sevol.jna;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;

/**
 * A directory being read. It can be parked, which closes its descriptor and keeps its place, and
 * resumed from a directory below it.
 */
final class Directory implements AutoCloseable {
  private static final byte[] SELF = CString.of(".");
  private static final byte[] PARENT = CString.of("..");
  private static final int FLAGS =
      LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_NOFOLLOW | LibC.O_NONBLOCK | LibC.O_CLOEXEC;

  private final FileStatus status;
  private final byte[] entries = new byte[4096]; // small: a hostile tree has thousands open
  private final ByteBuffer fields = ByteBuffer.wrap(entries).order(ByteOrder.nativeOrder());
  private int fd;
  private int position;
  private int filled;
  private long cookie;

  private Directory(int fd, FileStatus status) {
    this.fd = fd;
    this.status = status;
  }

  /** Opens for reading what is held already; there is no name that could be exchanged. */
  static Directory open(OpenObject object, FileStatus status) throws ErrnoException {
    int fd = LibC.openat(object.fd(), SELF, FLAGS);
    if (fd < 0) {
      throw new ErrnoException();
    }
    return new Directory(fd, status);
  }

  FileStatus status() {
    return status;
  }

  int fd() {
    return fd;
  }

  /** The next entry's name as a C string; null at the end. */
  byte @Nullable [] next() throws ErrnoException {
    while (true) {
      if (position >= filled) {
        filled = LibC.getdents64(fd, entries);
        position = 0;
        if (filled < 0) {
          throw new ErrnoException();
        }
        if (filled == 0) {
          return null;
        }
      }
      // struct linux_dirent64, getdents(2): u64 ino, s64 off, u16 reclen, u8 type, char name[]
      cookie = fields.getLong(position + 8);
      int start = position + 19;
      position += Short.toUnsignedInt(fields.getShort(position + 16));
      int end = start;
      while (entries[end] != 0) {
        end++;
      }
      byte[] name = Arrays.copyOfRange(entries, start, end + 1);
      if (!Arrays.equals(name, SELF) && !Arrays.equals(name, PARENT)) {
        return name;
      }
    }
  }

  /** Waits until its whole file system is on the disk. */
  void sync() throws ErrnoException {
    if (LibC.syncfs(fd) != 0) {
      throw new ErrnoException();
    }
  }

  /** Gives up the descriptor. */
  void park() {
    close();
  }

  boolean parked() {
    return fd < 0;
  }

  /**
   * Opens it again as the parent of a directory that it contained.
   *
   * @return false if that one's parent is another directory now
   */
  boolean resume(Directory below, StatusReader reader) throws ErrnoException, IOException {
    int parent = LibC.openat(below.fd, PARENT, FLAGS);
    if (parent < 0) {
      throw new ErrnoException();
    }
    fd = parent;
    FileStatus now = reader.read(fd, status.path());
    if (!now.sameObject(status) || now.mountId() != status.mountId()) {
      return false;
    }
    // What the buffer still holds is read from the buffer; the descriptor goes on after it.
    long end = cookieAtEnd();
    if (LibC.lseek(fd, end, LibC.SEEK_SET) < 0) {
      throw new ErrnoException();
    }
    return true;
  }

  private long cookieAtEnd() {
    long last = cookie;
    for (int at = position; at < filled; at += Short.toUnsignedInt(fields.getShort(at + 16))) {
      last = fields.getLong(at + 8);
    }
    return last;
  }

  @Override
  public void close() {
    if (fd >= 0) {
      LibC.close(fd);
      fd = -1;
    }
  }
}
