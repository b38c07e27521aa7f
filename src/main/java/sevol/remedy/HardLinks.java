package sevol.remedy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;
import sevol.selinux.SecurityContext;

/**
 * The files of a tree that have several names, and whether all of these lie in the tree. A file
 * with a name elsewhere is left as it is; if it also has another owner than the root, or a type
 * that is not the tree's, somebody may have linked it in to have it relabelled.
 */
final class HardLinks {
  private static final int MAX = 100_000;

  private final FileStatus root;
  private final Map<Long, Linked> linked = new HashMap<>();
  private boolean tooMany;

  /** A file, the label that it should have, and how many of its names were met in the tree. */
  static final class Linked {
    private final FileStatus status;
    private final @Nullable SecurityContext target;
    private long met;

    private Linked(FileStatus status, @Nullable SecurityContext target) {
      this.status = status;
      this.target = target;
    }

    FileStatus status() {
      return status;
    }

    private boolean elsewhere() {
      return met < status.nlink();
    }

    private boolean differs() {
      return target != null && !Objects.equals(target, status.label());
    }
  }

  HardLinks(FileStatus root) {
    this.root = root;
  }

  /** Counts one name of a file with several. */
  void met(FileStatus status, @Nullable SecurityContext target) {
    if (linked.size() < MAX || linked.containsKey(status.ino())) {
      linked.computeIfAbsent(status.ino(), ino -> new Linked(status, target)).met++;
    } else {
      tooMany = true;
    }
  }

  /** More files than can be followed. */
  boolean tooMany() {
    return tooMany;
  }

  /** True if all names of the file were met in the tree, and none came since. */
  boolean allInside(FileStatus status) {
    Linked l = linked.get(status.ino());
    return l == null ? status.nlink() <= 1 : l.met >= status.nlink();
  }

  /** Files whose label differs and whose names all lie in the tree. */
  List<FileStatus> insideAndDiffering() {
    List<FileStatus> files = new ArrayList<>();
    for (Linked l : linked.values()) {
      if (l.differs() && !l.elsewhere()) {
        files.add(l.status);
      }
    }
    return files;
  }

  /** Paths of files whose label differs and that have a name elsewhere, in order. */
  List<String> leftAsTheyAre() {
    return linked.values().stream()
        .filter(l -> l.elsewhere() && l.differs())
        .map(l -> l.status.path())
        .sorted()
        .toList();
  }

  /** The path of a file that makes the whole tree suspect, null if there is none. */
  @Nullable String suspect() {
    return linked.values().stream()
        .filter(Linked::elsewhere)
        .filter(l -> l.status.uid() != root.uid() || hasForeignType(l))
        .map(l -> l.status.path())
        .sorted()
        .findFirst()
        .orElse(null);
  }

  private boolean hasForeignType(Linked l) {
    SecurityContext label = l.status.label();
    SecurityContext target = l.target;
    SecurityContext rootLabel = root.label();
    return label == null
        || ((target == null || !label.type().equals(target.type()))
            && (rootLabel == null || !label.type().equals(rootLabel.type())));
  }
}
