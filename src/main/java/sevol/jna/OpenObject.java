package sevol.jna;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;

/**
 * One object of any kind held by an {@code O_PATH} descriptor, which opens nothing: a FIFO does not
 * hang, a device is not touched, a link is itself, an automount is not triggered. {@code
 * fgetxattr(2)} refuses such descriptors; the same calls on {@code /proc/self/fd/N} take them, and
 * reach a symbolic link itself.
 */
final class OpenObject implements FileTree.Handle, AutoCloseable {
  static final byte[] SECURITY_SELINUX = CString.of("security.selinux");

  private final String path;
  private int fd;

  private OpenObject(int fd, String path) {
    this.fd = fd;
    this.path = path;
  }

  /**
   * Opens one component; a link is not followed.
   *
   * @param name the component as a C string
   * @param path what to call it in messages
   */
  static OpenObject at(int dirfd, byte[] name, String path) throws ErrnoException {
    // No O_DIRECTORY ever: with it the kernel triggers automounts.
    int fd = LibC.openat(dirfd, name, LibC.O_PATH | LibC.O_NOFOLLOW | LibC.O_CLOEXEC);
    if (fd < 0) {
      throw new ErrnoException();
    }
    return new OpenObject(fd, path);
  }

  int fd() {
    return fd;
  }

  String path() {
    return path;
  }

  /** The name under which calls that want a path reach the object, as a C string. */
  static byte[] procPath(int fd) {
    return CString.of(("/proc/self/fd/" + fd).getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void set(SecurityContext label) throws IOException {
    if (fd < 0) {
      throw new IllegalStateException(path + ": visited already");
    }
    byte[] value = CString.of(label.toString()); // libselinux stores the NUL too
    if (LibC.setxattr(procPath(fd), SECURITY_SELINUX, value, value.length, 0) != 0) {
      String why = Errno.describe(Errno.last());
      throw new FileSystemException(path, null, "cannot set the label " + label + ": " + why);
    }
  }

  @Override
  public String linkTarget() throws IOException {
    if (fd < 0) {
      throw new IllegalStateException(path + ": visited already");
    }
    return linkTarget(fd, CString.of(""), path);
  }

  /** What the link says that has a name in a directory, or with an empty name is held itself. */
  static String linkTarget(int fd, byte[] name, String path) throws IOException {
    byte[] target = new byte[4096]; // PATH_MAX: no link is longer
    long length = LibC.readlinkat(fd, name, target, target.length);
    if (length >= 0) {
      return new String(target, 0, (int) length, StandardCharsets.UTF_8);
    }
    int errno = Errno.last();
    if (errno == Errno.EINVAL || errno == Errno.ENOENT) {
      return ""; // no link: readlink(2) has the one, readlinkat(2) of a descriptor the other
    }
    throw Errno.exception(errno, path);
  }

  @Override
  public void close() {
    if (fd >= 0) {
      LibC.close(fd);
      fd = -1;
    }
  }
}
