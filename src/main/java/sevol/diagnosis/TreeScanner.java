package sevol.diagnosis;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** Counts the entries of one tree; used once. */
final class TreeScanner implements FileTree.Visitor {
  private static final int MAX_MOUNTS = 256;
  private static final int MAX_EXAMPLES = 5;

  private final FileTree tree;
  private final TreeScan.Way way;
  private final LinkCounter links;
  private final long start = System.nanoTime();
  private final Map<Key, Group> groups = new LinkedHashMap<>();
  private final List<FileStatus> mounts = new ArrayList<>();
  private final Deque<FileStatus> below = new ArrayDeque<>();
  private final List<String> unreadableExamples = new ArrayList<>();
  private @Nullable FileStatus root;
  private long mountId;
  private boolean atMountRoot;
  private long entries;
  private long ungrouped;
  private long unreadable;
  private TreeScan.@Nullable Stop stopped;

  private record Key(long mountId, ObjectClass tclass, @Nullable SecurityContext label) {}

  /** A group while it grows. */
  private static final class Group {
    private final String example;
    private long count;

    Group(String example) {
      this.example = example;
    }
  }

  TreeScanner(FileTree tree, TreeScan.Way way) {
    this.tree = tree;
    this.way = way;
    this.links = new LinkCounter(way.destination());
  }

  TreeScan scan(Path path) throws IOException {
    walk(path);
    FileStatus first = root;
    if (first == null) {
      throw new IOException(path + ": could not be looked at");
    }
    while (stopped == null && !below.isEmpty()) {
      FileStatus mount = below.remove();
      try {
        walk(Path.of(mount.path()));
      } catch (IOException | InvalidPathException e) {
        unreadable(mount.path(), String.valueOf(e.getMessage()));
      }
    }
    List<LabelGroup> grown = new ArrayList<>();
    groups.forEach(
        (k, g) -> grown.add(new LabelGroup(k.mountId, k.tclass, k.label, g.count, g.example)));
    grown.sort(
        Comparator.comparingLong(LabelGroup::count)
            .reversed()
            .thenComparing(g -> g.tclass().name())
            .thenComparing(g -> String.valueOf(g.label()))
            .thenComparing(LabelGroup::example));
    return new TreeScan(
        first,
        grown,
        entries,
        ungrouped,
        mounts,
        unreadable,
        unreadableExamples,
        links.result(),
        stopped);
  }

  private void walk(Path path) throws IOException {
    atMountRoot = true;
    tree.walk(path, this);
  }

  @Override
  public boolean visit(FileStatus status, FileTree.Handle object) {
    if (root == null) {
      root = status;
    }
    if (atMountRoot) {
      atMountRoot = false;
      mountId = status.mountId();
      mounts.add(status);
    }
    entries++;
    Key key = new Key(mountId, status.tclass(), status.label());
    Group group = groups.get(key);
    if (group == null && groups.size() < TreeScan.MAX_GROUPS) {
      group = new Group(status.path());
      groups.put(key, group);
    }
    if (group == null) {
      ungrouped++;
    } else {
      group.count++;
    }
    if (!way.destination().isEmpty()) {
      count(status, object);
    }
    way.progress().accept(entries);
    return goOn();
  }

  private void count(FileStatus status, FileTree.Handle object) {
    if (!status.tclass().equals(ObjectClass.LNK_FILE)) {
      links.hard(status);
      return;
    }
    try {
      links.symbolic(status.path(), depth(status), object.linkTarget());
    } catch (IOException e) {
      return; // not for us to read, which says nothing of the container
    }
  }

  /** How many names the path has below the top. */
  private int depth(FileStatus status) {
    String top = root == null || root.path().equals("/") ? "" : root.path();
    String below = status.path().substring(Math.min(top.length(), status.path().length()));
    return (int) below.chars().filter(c -> c == '/').count();
  }

  private boolean goOn() {
    if (entries >= way.limits().entries()) {
      stopped = TreeScan.Stop.ENTRIES;
    } else if (System.nanoTime() - start >= way.limits().time().toNanos()) {
      stopped = TreeScan.Stop.TIME;
    } else if (way.interrupted().getAsBoolean()) {
      stopped = TreeScan.Stop.INTERRUPTED;
    }
    return stopped == null;
  }

  @Override
  public void unreadable(String path, String why) {
    unreadable++;
    if (unreadableExamples.size() < MAX_EXAMPLES) {
      unreadableExamples.add(path + ": " + why);
    }
  }

  @Override
  public void mount(FileStatus status) {
    if (!way.recursive()) {
      return; // the container sees the empty directory below the mount, if anything
    }
    if (mounts.size() + below.size() < MAX_MOUNTS) {
      below.add(status);
    } else {
      unreadable(status.path(), "too many mounts below");
    }
  }
}
