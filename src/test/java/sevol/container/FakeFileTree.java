package sevol.container;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;

/** A file tree in memory; objects of another device are mount points below. */
public final class FakeFileTree implements FileTree {
  private final Map<Path, FileStatus> objects = new TreeMap<>();
  final List<Path> walks = new ArrayList<>();

  /** Adds a directory of root's. */
  public FakeFileTree with(String path, String device, long ino) {
    return with(path, device, ino, 0);
  }

  /** Adds a directory of a user's. */
  public FakeFileTree with(String path, String device, long ino, int uid) {
    long dev = Mount.device(device);
    objects.put(
        Path.of(path), new FileStatus(path, ObjectClass.DIR, dev, ino, -1, 1, uid, 0, null));
    return this;
  }

  FakeFileTree withLink(String path) {
    objects.put(Path.of(path), new FileStatus(path, ObjectClass.LNK_FILE, 0, 0, -1, 1, 0, 0, null));
    return this;
  }

  @Override
  public FileStatus look(Path path) throws IOException {
    FileStatus status = objects.get(path);
    if (status == null) {
      throw new NoSuchFileException(path.toString());
    }
    if (status.tclass().equals(ObjectClass.LNK_FILE)) {
      throw new FileSystemLoopException(path.toString());
    }
    return status;
  }

  @Override
  public void walk(Path root, Visitor visitor) throws IOException {
    walks.add(root);
    FileStatus top = look(root);
    for (Map.Entry<Path, FileStatus> e : objects.entrySet()) {
      boolean below = e.getKey().startsWith(root) && e.getValue().dev() == top.dev();
      if (below && !visitor.visit(e.getValue(), label -> {})) {
        return;
      }
    }
  }
}
