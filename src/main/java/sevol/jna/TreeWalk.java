package sevol.jna;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;

/**
 * One walk over one tree, or over what is below a directory that another walk of the same tree
 * handed over; depth first, on the heap and not on the stack. Descriptors are bounded: of a deep
 * tree the first and the innermost directories are open, those between are parked.
 */
final class TreeWalk implements AutoCloseable {
  /** How many directories one walk keeps open where it is alone. */
  static final int MAX_OPEN = 128;

  /** Four times PATH_MAX: what is deeper can hardly be named, and memory stays bounded. */
  private static final int MAX_PATH_LENGTH = 16_384;

  private final FileTree.Visitor visitor;
  private final StatusReader reader;
  private final FileStatus root;
  private final HandOver others;
  private final int maxOpen;
  private final boolean looksOnly;
  private final List<Directory> open = new ArrayList<>();
  private int firstOpen = 1; // those at 1 to firstOpen - 1 are parked

  /** What other walks of the same tree do at the same time. */
  interface HandOver {
    /** For a walk that is alone. */
    HandOver NONE = new Alone();

    /** True if another walk reads this directory and closes it; what is below it is its own. */
    boolean takes(Directory opened);

    /** True if the whole walk is to end. */
    boolean ended();
  }

  /**
   * A walk before its first object.
   *
   * @param root of the whole tree, also where the walk begins further down
   * @param maxOpen about how many descriptors it may hold
   */
  TreeWalk(
      FileTree.Visitor visitor,
      StatusReader reader,
      FileStatus root,
      HandOver others,
      int maxOpen) {
    this.visitor = visitor;
    this.reader = reader;
    this.root = root;
    this.others = others;
    this.maxOpen = maxOpen;
    this.looksOnly = visitor.looksOnly();
  }

  /**
   * Walks the tree.
   *
   * @param object its root
   * @return false if the visitor ended it
   */
  boolean run(OpenObject object) throws IOException {
    if (!visitor.visit(root, object)) {
      return false;
    }
    if (root.tclass().equals(ObjectClass.DIR)) {
      enter(object, root);
    }
    return run();
  }

  /** Walks what is below a directory that was visited, and closes it. */
  boolean run(Directory visited) throws IOException {
    open.add(visited);
    return run();
  }

  private boolean run() throws IOException {
    while (!open.isEmpty() && !others.ended()) {
      Directory directory = open.get(open.size() - 1);
      byte[] name = nextOf(directory);
      if (name.length == 0) {
        leave(directory);
      } else if (!entry(directory, name)) {
        return false;
      }
    }
    return true;
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
    if (looksOnly) {
      FileStatus status = lookedAt(parent, name, path);
      if (status != null) {
        return visitor.visit(status, new NamedObject(parent, name, path));
      }
    }
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

  /** Null if it has to be opened: a directory, another mount, and what cannot be looked at. */
  private @Nullable FileStatus lookedAt(Directory parent, byte[] name, String path) {
    try {
      FileStatus status = reader.read(parent, name, path);
      return status == null
              || status.tclass().equals(ObjectClass.DIR)
              || status.mountId() != root.mountId()
          ? null
          : status;
    } catch (ErrnoException e) {
      return null;
    }
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
    Directory directory;
    try {
      directory = Directory.open(object, status);
    } catch (ErrnoException e) {
      failed(status, e);
      return;
    }
    if (others.takes(directory)) {
      return;
    }
    open.add(directory);
    if (open.size() - firstOpen > maxOpen) {
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
      // What is parked above can be reached from here only; the first is open.
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

  private static final class Alone implements HandOver {
    @Override
    public boolean takes(Directory opened) {
      return false;
    }

    @Override
    public boolean ended() {
      return false;
    }
  }
}
