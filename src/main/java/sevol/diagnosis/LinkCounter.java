package sevol.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sevol.selinux.FileStatus;
import sevol.selinux.ObjectClass;

/** Counts the links of one tree while it is walked. */
final class LinkCounter {
  private static final int MAX_EXAMPLES = 5;
  private static final int MAX_LINKED = 100_000;

  private final String destination;
  private final Map<Inode, Names> linked = new LinkedHashMap<>();
  private final List<String> leavingExamples = new ArrayList<>();
  private long leaving;
  private boolean tooMany;

  private record Inode(long dev, long ino) {}

  /** A file with several names, and how many of them were not met yet. */
  private static final class Names {
    private final String path;
    private long unmet;

    Names(FileStatus status) {
      path = status.path();
      unmet = status.nlink();
    }
  }

  /**
   * Begins.
   *
   * @param destination where the tree is in the container
   */
  LinkCounter(String destination) {
    this.destination = destination.replaceAll("/+$", "");
  }

  /** One symbolic link, as deep below the top as {@code depth} says (1: in the top itself). */
  void symbolic(String path, int depth, String target) {
    if (!leaves(depth, target)) {
      return;
    }
    leaving++;
    if (leavingExamples.size() < MAX_EXAMPLES) {
      leavingExamples.add(path + " -> " + target);
    }
  }

  /** An absolute target is looked up in the container's root, a relative one climbs by name. */
  private boolean leaves(int depth, String target) {
    if (target.startsWith("/")) {
      return !(target + "/").startsWith(destination + "/");
    }
    int at = depth - 1;
    for (String name : target.split("/", -1)) {
      if (name.equals("..")) {
        at--;
      } else if (!name.isEmpty() && !name.equals(".")) {
        at++;
      }
      if (at < 0) {
        return true;
      }
    }
    return false;
  }

  /** Any other entry. */
  void hard(FileStatus status) {
    if (status.nlink() < 2 || status.tclass().equals(ObjectClass.DIR)) {
      return;
    }
    Inode inode = new Inode(status.dev(), status.ino());
    Names names = linked.get(inode);
    if (names == null && linked.size() < MAX_LINKED) {
      names = new Names(status);
      linked.put(inode, names);
    }
    if (names == null) {
      tooMany = true;
    } else {
      names.unmet--;
    }
  }

  TreeLinks result() {
    List<Names> shared = linked.values().stream().filter(n -> n.unmet > 0).toList();
    return new TreeLinks(
        leaving,
        leavingExamples,
        shared.size(),
        shared.stream().limit(MAX_EXAMPLES).map(n -> n.path).toList(),
        !tooMany);
  }
}
