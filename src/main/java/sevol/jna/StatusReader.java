package sevol.jna;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * Reads {@code statx(2)} and the label of open objects, and of objects in an open directory. Keeps
 * buffers, and the last label: one for each thread.
 */
final class StatusReader {
  private static final int STATX_WANTED = 0x1 | 0x2 | 0x4 | 0x8 | 0x100; // type mode nlink uid ino
  private static final int STATX_BTIME = 0x800;
  private static final int STATX_MNT_ID = 0x1000; // Linux 5.8
  private static final int STATX_SIZE = 256;
  private static final int MOST_PATH = 4096;
  private static final int LONGEST_NAME = 1024;
  private static final int MOST_LABEL = 4096;
  private static final byte[] EMPTY = {0};
  private static final String PROC = "/proc/self/fd/";

  private final Memory memory = new Memory(STATX_SIZE + MOST_LABEL + MOST_PATH + MOST_PATH);
  private final ByteBuffer buffer = memory.getByteBuffer(0, memory.size());
  private final long statx = Pointer.nativeValue(memory);
  private final long label = statx + STATX_SIZE;
  private final long path = label + MOST_LABEL;
  private final long attribute = path + MOST_PATH;
  private final int labelAt = STATX_SIZE;
  private final int pathAt = STATX_SIZE + MOST_LABEL;
  private byte[] lastLabel = new byte[0];
  private byte[] labelBytes = new byte[256];
  private @Nullable SecurityContext last;
  private boolean ownDirectory;
  private @Nullable Directory entered;

  StatusReader() {
    buffer.order(ByteOrder.nativeOrder());
    buffer.position(pathAt + MOST_PATH);
    buffer.put(OpenObject.SECURITY_SELINUX);
  }

  /**
   * Lets the calling thread, which must be the only one that uses this and not do much else, have a
   * working directory of its own: a name is looked up faster in that than below {@code /proc}.
   */
  void ofOwnThread() {
    ownDirectory = LibC.unshare(LibC.CLONE_FS) == 0;
  }

  /** The status of what the descriptor holds, which may be an {@code O_PATH} one. */
  FileStatus read(int fd, String name) throws ErrnoException, IOException {
    setPath(EMPTY, 0);
    statx(fd, LibC.AT_EMPTY_PATH);
    long mountId = hasMountId() ? buffer.getLong(144) : mountIdFromProc(fd);
    setPath((PROC + fd + "\0").getBytes(StandardCharsets.US_ASCII), 0);
    return status(name, mountId, label(LibC.getxattr(path, attribute, label, MOST_LABEL)));
  }

  /**
   * The status of an object in a directory, not following a link: what has the name when its status
   * is read, and what has it then when its label is.
   *
   * @param entry its name as a C string
   * @return null where the kernel does not tell its mount, or the name is longer than most file
   *     systems let it be
   */
  @Nullable FileStatus read(Directory directory, byte[] entry, String name) throws ErrnoException {
    if (entry.length > LONGEST_NAME) {
      return null;
    }
    setPath(entry, 0);
    statx(directory.fd(), LibC.AT_SYMLINK_NOFOLLOW);
    if (!hasMountId()) {
      return null;
    }
    if (!enters(directory)) {
      byte[] proc = (PROC + directory.fd() + "/").getBytes(StandardCharsets.US_ASCII);
      setPath(proc, 0);
      setPath(entry, proc.length);
    }
    SecurityContext found = label(LibC.lgetxattr(path, attribute, label, MOST_LABEL));
    return status(name, buffer.getLong(144), found);
  }

  private boolean enters(Directory directory) {
    if (ownDirectory && entered != directory) {
      entered = LibC.fchdir(directory.fd()) == 0 ? directory : null;
    }
    return ownDirectory && entered == directory;
  }

  private void setPath(byte[] text, int at) {
    buffer.position(pathAt + at);
    buffer.put(text);
  }

  private void statx(int fd, int flags) throws ErrnoException {
    int all = flags | LibC.AT_NO_AUTOMOUNT;
    if (LibC.statx(fd, path, all, STATX_WANTED | STATX_BTIME | STATX_MNT_ID, statx) != 0) {
      throw new ErrnoException();
    }
  }

  private boolean hasMountId() {
    return (buffer.getInt(0) & STATX_MNT_ID) != 0;
  }

  /** Offsets of struct statx, include/uapi/linux/stat.h. */
  private FileStatus status(String name, long mountId, @Nullable SecurityContext found) {
    return new FileStatus(
        name,
        ObjectClass.ofMode(buffer.getShort(28)),
        makedev(buffer.getInt(136), buffer.getInt(140)),
        buffer.getLong(32),
        mountId,
        Integer.toUnsignedLong(buffer.getInt(16)),
        buffer.getInt(20),
        born(),
        found);
  }

  private long born() {
    boolean known = (buffer.getInt(0) & STATX_BTIME) != 0;
    return known ? buffer.getLong(80) * 1_000_000_000L + buffer.getInt(88) : 0;
  }

  /** {@code makedev(3)} of glibc, as {@code st_dev} and Java's unix:dev have it. */
  static long makedev(int major, int minor) {
    long high = Integer.toUnsignedLong(major);
    long low = Integer.toUnsignedLong(minor);
    return (high & 0xfffff000L) << 32
        | (high & 0xfffL) << 8
        | (low & 0xffffff00L) << 12
        | (low & 0xffL);
  }

  /**
   * Null if there is none: ENODATA or EOPNOTSUPP with SELinux off; with it on the kernel answers
   * for every file, with unlabeled_t where nothing valid is stored.
   */
  private @Nullable SecurityContext label(long size) {
    if (size <= 0) {
      return null;
    }
    int length = (int) size;
    labelBytes = length > labelBytes.length ? new byte[length] : labelBytes;
    buffer.position(labelAt);
    buffer.get(labelBytes, 0, length);
    if (last == null || !Arrays.equals(lastLabel, 0, lastLabel.length, labelBytes, 0, length)) {
      lastLabel = Arrays.copyOf(labelBytes, length);
      last = SecurityContext.parse(new String(lastLabel, StandardCharsets.UTF_8)).orElse(null);
    }
    return last;
  }

  /** {@code mnt_id:} of proc_pid_fdinfo(5), Linux 3.15, for kernels whose statx has no mount id. */
  static long mountIdFromProc(int fd) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd))) {
      if (line.startsWith("mnt_id:")) {
        return Long.parseLong(line.substring("mnt_id:".length()).trim());
      }
    }
    throw new IOException("/proc/self/fdinfo/" + fd + ": no mnt_id");
  }
}
