package sevol.jna;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;

/**
 * Labelled files by descriptor, with SELinux or without. A path is opened from {@code /} one
 * component at a time; relative paths and {@code ..} are resolved by name first, which is the same
 * where no component is a link.
 */
final class NativeFileTree implements FileTree {

  @Override
  public FileStatus look(Path path) throws IOException {
    try (OpenObject object = open(path)) {
      return status(object, new StatusReader());
    }
  }

  @Override
  public void walk(Path root, Visitor visitor) throws IOException {
    StatusReader reader = new StatusReader();
    try (OpenObject object = open(root)) {
      FileStatus status = status(object, reader);
      try (TreeWalk walk =
          new TreeWalk(visitor, reader, status, TreeWalk.HandOver.NONE, TreeWalk.MAX_OPEN)) {
        walk.run(object);
      }
    }
  }

  @Override
  public void walkParallel(Path root, int threads, Visitor visitor) throws IOException {
    StatusReader reader = new StatusReader();
    try (OpenObject object = open(root)) {
      new ParallelWalk(visitor, status(object, reader), threads).run(object, reader);
    }
  }

  /** By a directory: syncfs(2) refuses {@code O_PATH}, and a FIFO or a device is not opened. */
  @Override
  public void sync(Path root) throws IOException {
    StatusReader reader = new StatusReader();
    try (OpenObject object = open(root)) {
      FileStatus status = status(object, reader);
      Path parent = Path.of(object.path()).getParent();
      if (status.tclass().equals(ObjectClass.DIR) || parent == null) {
        sync(object, status);
        return;
      }
      try (OpenObject directory = open(parent)) {
        FileStatus above = status(directory, reader);
        if (above.dev() != status.dev()) {
          throw new FileSystemException(object.path(), null, "a mount of its own: cannot sync it");
        }
        sync(directory, above);
      }
    }
  }

  private static void sync(OpenObject object, FileStatus status) throws IOException {
    try (Directory directory = Directory.open(object, status)) {
      directory.sync();
    } catch (ErrnoException e) {
      throw Errno.exception(e.errno(), object.path());
    }
  }

  private static FileStatus status(OpenObject object, StatusReader reader) throws IOException {
    try {
      FileStatus status = reader.read(object.fd(), object.path());
      if (status.tclass().equals(ObjectClass.LNK_FILE)) {
        throw new FileSystemLoopException(object.path());
      }
      return status;
    } catch (ErrnoException e) {
      throw Errno.exception(e.errno(), object.path());
    }
  }

  private static OpenObject open(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    OpenObject object = component(null, CString.of("/"), "/");
    for (int i = 0; i < absolute.getNameCount(); i++) {
      byte[] name = CString.of(absolute.getName(i).toString());
      try (OpenObject parent = object) {
        object = component(parent, name, "/" + absolute.subpath(0, i + 1));
      }
    }
    return object;
  }

  private static OpenObject component(@Nullable OpenObject parent, byte[] name, String path)
      throws IOException {
    try {
      return OpenObject.at(parent == null ? LibC.AT_FDCWD : parent.fd(), name, path);
    } catch (ErrnoException e) {
      if (parent != null && e.errno() == Errno.ENOTDIR) {
        status(parent, new StatusReader()); // throws if the parent is a link
      }
      throw Errno.exception(e.errno(), path);
    }
  }
}
