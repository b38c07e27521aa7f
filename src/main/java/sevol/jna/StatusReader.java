package sevol.jna;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** Reads {@code statx(2)} and the label of open objects. Keeps buffers: one for each thread. */
final class StatusReader {
  private static final byte[] EMPTY = {0};
  private static final int STATX_WANTED = 0x1 | 0x2 | 0x4 | 0x8 | 0x100; // type mode nlink uid ino
  private static final int STATX_BTIME = 0x800;
  private static final int STATX_MNT_ID = 0x1000; // Linux 5.8

  private final byte[] statx = new byte[256];
  private final ByteBuffer fields = ByteBuffer.wrap(statx).order(ByteOrder.nativeOrder());
  private final byte[] label = new byte[4096];

  /** The status of what the descriptor holds, which may be an {@code O_PATH} one. */
  FileStatus read(int fd, String path) throws ErrnoException, IOException {
    int flags = LibC.AT_EMPTY_PATH | LibC.AT_NO_AUTOMOUNT;
    if (LibC.statx(fd, EMPTY, flags, STATX_WANTED | STATX_BTIME | STATX_MNT_ID, statx) != 0) {
      throw new ErrnoException();
    }
    // Offsets of struct statx, include/uapi/linux/stat.h.
    boolean hasMountId = (fields.getInt(0) & STATX_MNT_ID) != 0;
    return new FileStatus(
        path,
        ObjectClass.ofMode(fields.getShort(28)),
        makedev(fields.getInt(136), fields.getInt(140)),
        fields.getLong(32),
        hasMountId ? fields.getLong(144) : mountIdFromProc(fd),
        Integer.toUnsignedLong(fields.getInt(16)),
        fields.getInt(20),
        born(),
        label(fd));
  }

  private long born() {
    boolean known = (fields.getInt(0) & STATX_BTIME) != 0;
    return known ? fields.getLong(80) * 1_000_000_000L + fields.getInt(88) : 0;
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
  private @Nullable SecurityContext label(int fd) {
    long length =
        LibC.getxattr(OpenObject.procPath(fd), OpenObject.SECURITY_SELINUX, label, label.length);
    return length <= 0
        ? null
        : SecurityContext.parse(new String(label, 0, (int) length, StandardCharsets.UTF_8))
            .orElse(null);
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
