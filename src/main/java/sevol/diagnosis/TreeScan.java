package sevol.diagnosis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;

/**
 * What a mount of a path would show to a container: every entry, counted by class and label. Mounts
 * below the path are entered, unless it is bound without them ({@code bind} for {@code rbind}).
 *
 * @param root the path itself
 * @param groups entries by mount, class and label, the largest first; at most {@value #MAX_GROUPS}
 * @param entries how many entries were looked at
 * @param ungrouped how many of them belong to groups beyond the bound
 * @param mounts the roots of the mounts that were entered: the path itself, then those below
 * @param unreadable how many entries could not be looked at
 * @param unreadableExamples the first few of them, each with the reason
 * @param links what reaches beyond the tree
 * @param stopped why the walk ended early, null if it is complete
 */
public record TreeScan(
    FileStatus root,
    List<LabelGroup> groups,
    long entries,
    long ungrouped,
    List<FileStatus> mounts,
    long unreadable,
    List<String> unreadableExamples,
    TreeLinks links,
    @Nullable Stop stopped) {
  static final int MAX_GROUPS = 1000;

  public TreeScan {
    groups = List.copyOf(groups);
    mounts = List.copyOf(mounts);
    unreadableExamples = List.copyOf(unreadableExamples);
  }

  /** Why a walk ended early. */
  public enum Stop {
    TIME,
    ENTRIES,
    /** The user wants to see what is known (Ctrl-C). */
    INTERRUPTED
  }

  /**
   * How a tree is looked at.
   *
   * @param limits how far
   * @param recursive whether mounts below are entered
   * @param destination where the container will see it, so that links are looked at: an absolute
   *     one to below there does not leave the tree; empty if links do not matter
   * @param interrupted asked for each entry: true ends the scan
   * @param progress told of each entry how many there were
   */
  public record Way(
      Limits limits,
      boolean recursive,
      String destination,
      BooleanSupplier interrupted,
      LongConsumer progress) {
    /** A scan that nobody watches. */
    public Way(Limits limits) {
      this(limits, true, "", () -> false, entries -> {});
    }

    /** The same for another mount. */
    public Way with(boolean enterMounts, String at) {
      return new Way(limits, enterMounts, at, interrupted, progress);
    }
  }

  /**
   * How far a scan goes.
   *
   * @param entries how many entries it looks at
   * @param time how long it takes at most
   */
  public record Limits(long entries, Duration time) {
    /** No limit. */
    public static final Limits NONE = new Limits(Long.MAX_VALUE, Duration.ofDays(365));
  }

  /** Scans everything. */
  public static TreeScan of(FileTree tree, Path root) throws IOException {
    return of(tree, root, new Way(Limits.NONE));
  }

  /**
   * Scans a path.
   *
   * @param root no component may be a link
   * @throws IOException if the path itself cannot be looked at
   */
  public static TreeScan of(FileTree tree, Path root, Way way) throws IOException {
    return new TreeScanner(tree, way).scan(root);
  }

  /** A directory that does not exist yet, as it will be once made. */
  public static TreeScan ofNew(FileStatus root) {
    LabelGroup group = new LabelGroup(root.mountId(), root.tclass(), root.label(), 1, root.path());
    return new TreeScan(
        root, List.of(group), 1, 0, List.of(root), 0, List.of(), TreeLinks.NONE, null);
  }

  /** True if nothing was left out. */
  public boolean complete() {
    return stopped == null && unreadable == 0 && ungrouped == 0;
  }

  /**
   * The tree as it is after a relabel.
   *
   * @param which the mounts that can be relabelled
   */
  public TreeScan relabelled(SecurityContext label, Predicate<FileStatus> which) {
    List<LabelGroup> after =
        groups.stream().map(g -> which.test(mountOf(g)) ? g.withLabel(label) : g).toList();
    FileStatus r = root;
    SecurityContext rootLabel = which.test(root) ? label : r.label();
    FileStatus newRoot =
        new FileStatus(
            r.path(),
            r.tclass(),
            r.dev(),
            r.ino(),
            r.mountId(),
            r.nlink(),
            r.uid(),
            r.born(),
            rootLabel);
    return new TreeScan(
        newRoot, after, entries, ungrouped, mounts, unreadable, unreadableExamples, links, stopped);
  }

  /** The root of the mount that these entries are on. */
  public FileStatus mountOf(LabelGroup group) {
    return mounts.stream().filter(m -> m.mountId() == group.mountId()).findFirst().orElse(root);
  }

  /** True if the path itself is one of these entries. */
  public boolean holdsRoot(LabelGroup group) {
    return group.mountId() == root.mountId()
        && group.tclass().equals(root.tclass())
        && Objects.equals(group.label(), root.label());
  }
}
