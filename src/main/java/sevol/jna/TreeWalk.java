package sevol.jna;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;

/**
 * One walk over one tree, depth first, on the heap and not on the stack. Descriptors are bounded:
 * of a deep tree the root and the innermost directories are open, those between are parked.
 */
final class TreeWalk implements AutoCloseable {
  private static final int MAX_OPEN = 128;

  /** Four times PATH_MAX: what is deeper can hardly be named, and memory stays bounded. */
  private static final int MAX_PATH_LENGTH = 16_384;

  private final FileTree.Visitor visitor;
  private final StatusReader reader;
  private final FileStatus root;
  private final List<Directory> open = new ArrayList<>();
  private int firstOpen = 1; // those at 1 to firstOpen - 1 are parked

  TreeWalk(FileTree.Visitor visitor, StatusReader reader, FileStatus root) {
    this.visitor = visitor;
    this.reader = reader;
    this.root = root;
  }

  void run(OpenObject object) throws IOException {
    if (!visitor.visit(root, object)) {
      return;
    }
    if (root.tclass().equals(ObjectClass.DIR)) {
      enter(object, root);
    }
    while (!open.isEmpty()) {
      Directory directory = open.get(open.size() - 1);
      byte[] name = nextOf(directory);
      if (name.length == 0) {
        leave(directory);
      } else if (!entry(directory, name)) {
        return;
      }
    }
  }

  /** The next name, empty at the end. */
  private byte[] nextOf(Directory directory) throws IOException {
    try {
      byte[] name = directory.next();
      return name == null ? new byte[0] : name;
    } catch (ErrnoException e) {
      failed(directory.status(), e);
      return new byte[0];
    }
  }

  /**
   * A directory that was removed since it was visited has no entries: {@code getdents64(2)} on it
   * fails with ENOENT (IS_DEADDIR in fs/readdir.c). Without a root, however, there is no tree.
   */
  private void failed(FileStatus directory, ErrnoException e) throws IOException {
    if (e.errno() != Errno.ENOENT || directory.sameObject(root)) {
      visitor.unreadable(directory.path(), e.getMessage());
    }
  }

  private boolean entry(Directory parent, byte[] name) throws IOException {
    String path = join(parent.status().path(), name);
    try (OpenObject object = OpenObject.at(parent.fd(), name, path)) {
      FileStatus status = reader.read(object.fd(), path);
      if (status.mountId() != root.mountId()) {
        visitor.mount(status);
        return true;
      }
      if (!visitor.visit(status, object)) {
        return false;
      }
      if (status.tclass().equals(ObjectClass.DIR)) {
        enter(object, status);
      }
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ENOENT) { // gone since it was listed
        visitor.unreadable(path, e.getMessage());
      }
    }
    return true;
  }

  private static String join(String directory, byte[] name) {
    String shown = new String(name, 0, name.length - 1, StandardCharsets.UTF_8);
    return directory.equals("/") ? "/" + shown : directory + "/" + shown;
  }

  private void enter(OpenObject object, FileStatus status) throws IOException {
    if (status.path().length() > MAX_PATH_LENGTH) {
      visitor.unreadable(status.path(), "nested too deep");
      return;
    }
    try {
      open.add(Directory.open(object, status));
    } catch (ErrnoException e) {
      failed(status, e);
      return;
    }
    if (open.size() - firstOpen > MAX_OPEN) {
      open.get(firstOpen++).park();
    }
  }

  private void leave(Directory done) throws IOException {
    try (done) {
      open.remove(open.size() - 1);
      int last = open.size() - 1;
      if (last < 1 || !open.get(last).parked()) {
        return;
      }
      Directory parent = open.get(last);
      firstOpen = last;
      String why = "moved while it was looked at";
      try {
        if (parent.resume(done, reader)) {
          return;
        }
      } catch (ErrnoException e) {
        why = e.getMessage();
      }
      // What is parked above can be reached from here only; the root is open.
      while (open.size() > 1) {
        try (Directory lost = open.remove(open.size() - 1)) {
          visitor.unreadable(lost.status().path(), why);
        }
      }
      firstOpen = 1;
    }
  }

  @Override
  public void close() {
    open.forEach(Directory::close);
  }
}
