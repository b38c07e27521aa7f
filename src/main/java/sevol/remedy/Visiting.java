package sevol.remedy;

import java.io.IOException;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;

/**
 * A visitor of the objects on one device below one root, which must be the very object that it was
 * when it was planned: its names may lead elsewhere by now.
 */
final class Visiting implements FileTree.Visitor {
  private final FileStatus root;
  private final Each each;
  private boolean begun;

  /** One object of the tree. */
  interface Each {
    void visit(FileStatus status, FileTree.Handle object) throws IOException;
  }

  Visiting(FileStatus root, Each each) {
    this.root = root;
    this.each = each;
  }

  @Override
  public boolean visit(FileStatus status, FileTree.Handle object) throws IOException {
    if (!begun && !status.sameObject(root)) {
      throw new IOException(status.path() + ": another object than before");
    }
    begun = true;
    if (status.dev() == root.dev()) {
      each.visit(status, object);
    }
    return true;
  }

  @Override
  public void unreadable(String path, String why) throws IOException {
    throw new IOException(path + ": " + why);
  }

  @Override
  public void mount(FileStatus status) {
    // a mount below is a tree of its own, and the plan named it
  }
}
