package sevol.jna;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;

/** Remembers what a walk tells, by path below the root. */
class Recorder implements FileTree.Visitor {
  final List<String> paths = new ArrayList<>();
  final Map<String, FileStatus> visited = new HashMap<>();
  final Map<String, FileStatus> mounts = new HashMap<>();
  final Map<String, String> unreadable = new HashMap<>();
  private String root = "";

  boolean goOn(FileStatus status) throws IOException {
    return true;
  }

  @Override
  public boolean visit(FileStatus status, FileTree.Handle object) throws IOException {
    if (paths.isEmpty()) {
      root = status.path();
    }
    paths.add(status.path());
    visited.put(status.path().substring(root.length()), status);
    return goOn(status);
  }

  @Override
  public void unreadable(String path, String why) {
    unreadable.put(path.substring(root.length()), why);
  }

  @Override
  public void mount(FileStatus status) {
    mounts.put(status.path().substring(root.length()), status);
  }
}
