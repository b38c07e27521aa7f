package sevol.diagnosis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import sevol.selinux.FileStatus;
import sevol.selinux.ObjectClass;

/** Counts the links of one tree while it is walked, by any number of threads. */
final class LinkCounter {
  private static final int MAX_EXAMPLES = 5;
  private static final int MAX_LINKED = 100_000;

  private final String destination;
  private final Map<Inode, Names> linked = new HashMap<>();
  private final SortedSet<String> leavingExamples = new TreeSet<>(); // the first by name
  private long leaving;
  private boolean tooMany;

  private record Inode(long dev, long ino) {}

  /** A file with several names, and how many of them were not met yet. */
  private static final class Names {
    private String path; // the first by name
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
  synchronized void symbolic(String path, int depth, String target) {
    if (!leaves(depth, target)) {
      return;
    }
    leaving++;
    leavingExamples.add(path + " -> " + target);
    if (leavingExamples.size() > MAX_EXAMPLES) {
      leavingExamples.remove(leavingExamples.last());
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
    met(status);
  }

  private synchronized void met(FileStatus status) {
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
      names.path = names.path.compareTo(status.path()) <= 0 ? names.path : status.path();
    }
  }

  TreeLinks result() {
    List<String> shared =
        linked.values().stream().filter(n -> n.unmet > 0).map(n -> n.path).sorted().toList();
    return new TreeLinks(
        leaving,
        List.copyOf(leavingExamples),
        shared.size(),
        shared.stream().limit(MAX_EXAMPLES).toList(),
        !tooMany);
  }
}
