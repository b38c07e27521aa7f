package sevol.jna;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import sevol.container.EngineFiles;
import sevol.selinux.ObjectClass;

/**
 * Files by descriptor. Each component is held by {@code O_PATH}, which opens nothing, and looked at
 * before the next; the file is opened only when it is known to be a plain one, by the descriptor
 * that was looked at.
 */
final class NativeEngineFiles implements EngineFiles {

  @Override
  public byte[] read(Path file, int maxBytes, int uid) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    try (Component last = descend(absolute)) {
      String path = absolute.toString();
      if (!last.tclass().equals(ObjectClass.FILE)) {
        throw new FileSystemException(path, null, "not a regular file");
      }
      if (last.uid() != uid) {
        throw new FileSystemException(path, null, "not owned by uid " + uid);
      }
      byte[] content = last.size() > maxBytes ? null : content(last, maxBytes);
      if (content == null) {
        throw new FileSystemException(path, null, "larger than " + maxBytes + " bytes");
      }
      return content;
    } catch (ErrnoException e) {
      throw Errno.exception(e.errno(), absolute.toString());
    }
  }

  private static Component descend(Path absolute) throws IOException, ErrnoException {
    Component component = Component.open(null, "/", "/");
    for (int i = 0; i < absolute.getNameCount(); i++) {
      String name = absolute.getName(i).toString();
      try (Component parent = component) {
        component = Component.open(parent, name, "/" + absolute.subpath(0, i + 1));
      }
    }
    return component;
  }

  /** Null if there are more bytes, whatever size the file claimed to have. */
  private static byte @Nullable [] content(Component file, int maxBytes) throws ErrnoException {
    // O_NONBLOCK: a user's own lease on the file, fcntl(2), would stop an open for 45 s
    int flags = LibC.O_RDONLY | LibC.O_NONBLOCK | LibC.O_NOCTTY | LibC.O_CLOEXEC;
    int fd = LibC.openat(LibC.AT_FDCWD, OpenObject.procPath(file.object().fd()), flags);
    if (fd < 0) {
      throw new ErrnoException();
    }
    try {
      ByteArrayOutputStream content = new ByteArrayOutputStream((int) file.size());
      byte[] piece = new byte[16 * 1024];
      while (content.size() <= maxBytes) {
        long read = LibC.read(fd, piece, Math.min(piece.length, maxBytes + 1L - content.size()));
        if (read == 0) {
          return content.toByteArray();
        }
        if (read > 0) {
          content.write(piece, 0, (int) read);
        } else if (Errno.last() != Errno.EINTR) {
          throw new ErrnoException();
        }
      }
      return null;
    } finally {
      LibC.close(fd);
    }
  }

  /** One component of a path, and what it is. */
  private record Component(OpenObject object, ObjectClass tclass, int uid, long size, long mountId)
      implements AutoCloseable {
    private static final byte[] EMPTY = {0};
    private static final int STATX_MNT_ID = 0x1000; // Linux 5.8
    private static final int STATX_WANTED = 0x1 | 0x8 | 0x200; // type uid size

    static Component open(@Nullable Component parent, String name, String path)
        throws IOException, ErrnoException {
      int directory = parent == null ? LibC.AT_FDCWD : parent.object.fd();
      OpenObject object = OpenObject.at(directory, CString.of(name), path);
      boolean good = false;
      try {
        Component component = of(object);
        component.check(parent);
        good = true;
        return component;
      } finally {
        if (!good) {
          object.close();
        }
      }
    }

    private static Component of(OpenObject object) throws IOException, ErrnoException {
      byte[] statx = new byte[256];
      // from the cache: a FUSE file system's own process would answer when it likes
      int flags = LibC.AT_EMPTY_PATH | LibC.AT_NO_AUTOMOUNT | LibC.AT_STATX_DONT_SYNC;
      if (LibC.statx(object.fd(), EMPTY, flags, STATX_WANTED | STATX_MNT_ID, statx) != 0) {
        throw new ErrnoException();
      }
      ByteBuffer fields = ByteBuffer.wrap(statx).order(ByteOrder.nativeOrder());
      boolean hasMountId = (fields.getInt(0) & STATX_MNT_ID) != 0;
      // Offsets of struct statx, include/uapi/linux/stat.h.
      return new Component(
          object,
          ObjectClass.ofMode(fields.getShort(28)),
          fields.getInt(20),
          fields.getLong(40),
          hasMountId ? fields.getLong(144) : StatusReader.mountIdFromProc(object.fd()));
    }

    private void check(@Nullable Component parent) throws IOException {
      if (tclass.equals(ObjectClass.LNK_FILE)) {
        throw new FileSystemLoopException(object.path());
      }
      if (parent != null && parent.mountId != mountId) {
        String type = fileSystem();
        if (!answersByItself(type)) {
          throw new FileSystemException(
              object.path(), null, "below it a file system may let its reader wait: " + type);
        }
      }
    }

    /** Neither a daemon that mounts things nor a process of the user's stands behind it. */
    private static boolean answersByItself(String fileSystem) {
      return !fileSystem.isEmpty()
          && !fileSystem.equals("autofs")
          && !fileSystem.equals("fuse")
          && !fileSystem.startsWith("fuse.");
    }

    /** The type of the mount's file system, from proc_pid_mountinfo(5); empty if it is gone. */
    private String fileSystem() throws IOException {
      Path table = Path.of("/proc/self/mountinfo");
      try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith(mountId + " ")) {
            int type = line.indexOf(" - ") + 3;
            return line.substring(type, line.indexOf(' ', type));
          }
        }
      }
      return "";
    }

    @Override
    public void close() {
      object.close();
    }
  }
}
