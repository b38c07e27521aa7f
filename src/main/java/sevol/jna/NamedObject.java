package sevol.jna;

import java.io.IOException;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;

/**
 * An object that is not held, only named in its directory: it can be looked at, and not changed.
 */
final class NamedObject implements FileTree.Handle {
  private final Directory directory;
  private final byte[] name;
  private final String path;

  NamedObject(Directory directory, byte[] name, String path) {
    this.directory = directory;
    this.name = name;
    this.path = path;
  }

  @Override
  public void set(SecurityContext label) {
    throw new IllegalStateException(path + ": it was only looked at");
  }

  @Override
  public String linkTarget() throws IOException {
    return OpenObject.linkTarget(directory.fd(), name, path);
  }
}
