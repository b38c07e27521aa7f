package sevol.remedy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * What a relabel of a tree would touch. A file with hard links outside the tree is left as it is
 * and named; if it also has another owner than the root, or a type that is not the tree's, somebody
 * may have linked it in to have it relabelled, and the tree is refused.
 */
final class Survey implements FileTree.Visitor {
  private static final int NAMED = 5;
  private static final int MAX_LEVELS = 1000;
  private static final int MAX_LINKED = 100_000;

  private final SecurityContext target;
  private @Nullable FileStatus root;
  private long entries;
  private long changes;
  private final Set<String> levels = new TreeSet<>();
  private final Map<Long, Linked> linked = new HashMap<>();
  private final List<String> unreadable = new ArrayList<>();
  private long unreadableCount;
  private final List<String> mounts = new ArrayList<>();
  private final List<String> special = new ArrayList<>();
  private boolean tooManyLinks;

  /** A file with several links, and how many of them were met in the tree. */
  private static final class Linked {
    private final FileStatus status;
    private long met;

    Linked(FileStatus status) {
      this.status = status;
    }
  }

  private Survey(SecurityContext target) {
    this.target = target;
  }

  /** Walks the tree. */
  static Survey of(FileTree tree, Path path, SecurityContext target) throws IOException {
    Survey survey = new Survey(target);
    tree.walk(path, survey);
    return survey;
  }

  @Override
  public boolean visit(FileStatus status, FileTree.Handle object) {
    root = root == null ? status : root;
    if (status.dev() != root.dev()) {
      mount(status); // a subvolume: inode numbers of its own
      return true;
    }
    entries++;
    boolean differs = !target.equals(status.label());
    if (untouchable(status.tclass())) {
      if (differs && special.size() < NAMED) {
        special.add(status.path());
      }
      return true;
    }
    changes += differs ? 1 : 0;
    String range = status.label() == null ? null : status.label().range();
    if (range != null && range.indexOf(':') > 0 && levels.size() < MAX_LEVELS) {
      levels.add(range);
    }
    if (status.nlink() > 1 && !status.tclass().equals(ObjectClass.DIR)) {
      if (linked.size() < MAX_LINKED || linked.containsKey(status.ino())) {
        linked.computeIfAbsent(status.ino(), ino -> new Linked(status)).met++;
      } else {
        tooManyLinks = true;
      }
    }
    return true;
  }

  @Override
  public void unreadable(String path, String why) {
    unreadableCount++;
    if (unreadable.size() < NAMED) {
      unreadable.add(path + ": " + why);
    }
  }

  @Override
  public void mount(FileStatus status) {
    if (mounts.size() < 100) {
      mounts.add(status.path());
    }
  }

  /** Sockets and device nodes: their label guards a daemon or the hardware, never relabel them. */
  static boolean untouchable(ObjectClass tclass) {
    return tclass.equals(ObjectClass.SOCK_FILE)
        || tclass.equals(ObjectClass.CHR_FILE)
        || tclass.equals(ObjectClass.BLK_FILE);
  }

  long entries() {
    return entries;
  }

  /** Sockets and devices with another label, the first few. */
  List<String> special() {
    return special;
  }

  /** More files with several links than can be followed. */
  boolean tooManyLinks() {
    return tooManyLinks;
  }

  /** Objects whose label differs and that a relabel would touch. */
  long changes() {
    return changes
        - linked.values().stream()
            .filter(l -> linkedElsewhere(l) && !target.equals(l.status.label()))
            .mapToLong(l -> l.met)
            .sum();
  }

  /** Ranges with categories that content has now, the first thousand. */
  Set<String> privateLevels() {
    return levels;
  }

  List<String> mounts() {
    return mounts;
  }

  long unreadableCount() {
    return unreadableCount;
  }

  List<String> unreadable() {
    return unreadable;
  }

  /**
   * True if an object can be relabelled without touching what is outside the tree: it has one name,
   * or all its names were met in the tree, and none came since.
   */
  boolean mayRelabel(FileStatus status) {
    if (untouchable(status.tclass())) {
      return false;
    }
    Linked l = linked.get(status.ino());
    return status.tclass().equals(ObjectClass.DIR)
        || (l == null ? status.nlink() <= 1 : l.met >= status.nlink());
  }

  /** Paths of files that have links elsewhere, the first few. */
  List<String> skippedPaths() {
    return linked.values().stream()
        .filter(l -> linkedElsewhere(l) && !target.equals(l.status.label()))
        .map(l -> l.status.path())
        .sorted()
        .limit(NAMED)
        .toList();
  }

  /** Paths of what keeps another label than the planned one, the first few of each kind. */
  List<String> left() {
    List<String> left = new ArrayList<>(skippedPaths());
    left.addAll(special);
    return left;
  }

  /** The path of a file that makes the whole tree suspect, null if there is none. */
  @Nullable String suspect() {
    FileStatus top = root;
    return top == null
        ? null
        : linked.values().stream()
            .filter(Survey::linkedElsewhere)
            .filter(l -> l.status.uid() != top.uid() || foreignType(l.status, top))
            .map(l -> l.status.path())
            .sorted()
            .findFirst()
            .orElse(null);
  }

  private boolean foreignType(FileStatus status, FileStatus top) {
    SecurityContext label = status.label();
    SecurityContext rootLabel = top.label();
    return label == null
        || (!label.type().equals(target.type())
            && (rootLabel == null || !label.type().equals(rootLabel.type())));
  }

  private static boolean linkedElsewhere(Linked l) {
    return l.met < l.status.nlink();
  }
}
