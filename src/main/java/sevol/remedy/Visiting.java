package sevol.remedy;

import java.io.IOException;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;

/** A visitor that visits everything, must be able to look at everything, and enters no mount. */
final class Visiting implements FileTree.Visitor {
  private final Each each;

  /** One object of the tree. */
  interface Each {
    void visit(FileStatus status, FileTree.LabelSetter object) throws IOException;
  }

  Visiting(Each each) {
    this.each = each;
  }

  @Override
  public boolean visit(FileStatus status, FileTree.LabelSetter object) throws IOException {
    each.visit(status, object);
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
