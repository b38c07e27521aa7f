package sevol.remedy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileContexts;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** What a relabel of a tree to what file_contexts assign would touch. */
final class Survey implements Tree.Outside {
  private static final int NAMED = 5;
  private static final int MAX_LABELS = 1000;
  private static final int MAX_MOUNTS = 100;

  private final Predicate<SecurityContext> usable;
  private final Map<SecurityContext, Boolean> asked = new HashMap<>();
  private final HardLinks links;
  private final Map<SecurityContext, Long> labels = new HashMap<>();
  private final Set<String> levels = new TreeSet<>();
  private final List<String> unreadable = new ArrayList<>();
  private final List<String> mounts = new ArrayList<>();
  private final List<String> special = new ArrayList<>();
  private final List<String> ownRules = new ArrayList<>();
  private long entries;
  private long changes;
  private long unreadableCount;

  /** Hears of each object whose label will be changed. */
  interface Differing {
    void found(FileStatus status, SecurityContext target) throws IOException;
  }

  private Survey(FileStatus root, Predicate<SecurityContext> usable) {
    this.usable = usable;
    this.links = new HardLinks(root);
  }

  /**
   * Walks the tree.
   *
   * @param usable whether containers may use what has a label
   */
  static Survey of(
      FileTree files,
      Tree tree,
      FileContexts contexts,
      Predicate<SecurityContext> usable,
      Progress progress,
      Differing differing)
      throws IOException {
    Survey survey = new Survey(tree.root(), usable);
    tree.walk(files, progress, survey, survey.each(contexts, differing));
    return survey.withLinks(contexts, differing);
  }

  /**
   * The same where nothing is done by what is found: the objects are not held.
   *
   * @param step what it is for, as {@link Progress#at} wants it
   */
  static Survey byLooking(
      FileTree files,
      Tree tree,
      FileContexts contexts,
      Predicate<SecurityContext> usable,
      Progress progress,
      String step)
      throws IOException {
    Survey survey = new Survey(tree.root(), usable);
    AtomicLong seen = new AtomicLong();
    Differing nothing = (status, target) -> {};
    Tree.Each each = survey.each(contexts, nothing);
    tree.look(
        files,
        progress,
        survey,
        (status, object) -> {
          each.visit(status, object);
          progress.at(step, seen.incrementAndGet(), 0);
        });
    return survey.withLinks(contexts, nothing);
  }

  private Tree.Each each(FileContexts contexts, Differing differing) {
    return (status, object) -> {
      SecurityContext target = Tree.assigned(contexts, status).orElse(null);
      if (count(status, target) && target != null) {
        differing.found(status, target);
      }
    };
  }

  private Survey withLinks(FileContexts contexts, Differing differing) throws IOException {
    for (FileStatus status : links.insideAndDiffering()) {
      changes++;
      differing.found(status, Tree.assigned(contexts, status).orElseThrow());
    }
    return this;
  }

  /** True if the label of this object differs and nothing keeps it from being changed. */
  private synchronized boolean count(FileStatus status, @Nullable SecurityContext target) {
    entries++;
    SecurityContext label = status.label();
    if (label != null && (labels.size() < MAX_LABELS || labels.containsKey(label))) {
      labels.merge(label, 1L, Long::sum);
    }
    boolean differs = target != null && !target.equals(label);
    if (isUntouchable(status.tclass())) {
      name(special, differs, status);
      return false;
    }
    if (target == null ? label == null || !usable(label) : !usable(target)) {
      name(ownRules, true, status);
    }
    String range = label == null ? null : label.range();
    if (range != null && range.indexOf(':') > 0 && levels.size() < MAX_LABELS) {
      levels.add(range);
    }
    if (status.nlink() > 1 && !status.tclass().equals(ObjectClass.DIR)) {
      links.met(status, target);
      return false;
    }
    changes += differs ? 1 : 0;
    return differs;
  }

  private boolean usable(SecurityContext label) {
    return asked.computeIfAbsent(label, usable::test);
  }

  private static void name(List<String> list, boolean which, FileStatus status) {
    if (which && list.size() < NAMED) {
      list.add(status.path());
    }
  }

  @Override
  public synchronized void unreadable(String path, String why) {
    unreadableCount++;
    if (unreadable.size() < NAMED) {
      unreadable.add(path + ": " + why);
    }
  }

  @Override
  public synchronized void mount(String path) {
    if (mounts.size() < MAX_MOUNTS) {
      mounts.add(path);
    }
  }

  /** Sockets and device nodes: their label guards a daemon or the hardware, never relabel them. */
  static boolean isUntouchable(ObjectClass tclass) {
    return tclass.equals(ObjectClass.SOCK_FILE)
        || tclass.equals(ObjectClass.CHR_FILE)
        || tclass.equals(ObjectClass.BLK_FILE);
  }

  /** True if setting the label of an object touches nothing outside the tree, nor a daemon. */
  boolean mayBeSet(FileStatus status) {
    return !isUntouchable(status.tclass())
        && (status.tclass().equals(ObjectClass.DIR) || links.allInside(status));
  }

  long entries() {
    return entries;
  }

  /** Objects whose label differs and that a relabel would touch. */
  long changes() {
    return changes;
  }

  /** How many objects carry which label now, the first thousand labels. */
  Map<String, Long> labels() {
    Map<String, Long> sorted = new TreeMap<>();
    labels.forEach((label, count) -> sorted.put(label.toString(), count));
    return sorted;
  }

  HardLinks links() {
    return links;
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

  /** Sockets and devices with another label, the first few. */
  List<String> special() {
    return special;
  }

  /** Objects to which a rule of their own gives a label that containers may not use, likewise. */
  List<String> ownRules() {
    return ownRules;
  }

  /** Paths of what containers may not use afterwards, the first few of each kind. */
  List<String> left() {
    List<String> left = new ArrayList<>(links.leftAsTheyAre().stream().limit(NAMED).toList());
    left.addAll(special);
    left.addAll(ownRules);
    return left;
  }

  /** Why it must not be relabelled as a whole, null if nothing is against it. */
  @Nullable String hindrance() {
    if (links.suspect() != null) {
      return links.suspect()
          + " has hard links outside the tree and another owner or a foreign label; remove the link";
    }
    if (links.tooMany()) {
      return "it holds too many hard-linked files to be checked; split the tree";
    }
    return unreadableCount > 0
        ? unreadableCount + " objects could not be looked at: " + unreadable
        : null;
  }

  /** Notes of what keeps its label. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    mounts.stream()
        .limit(NAMED)
        .forEach(
            at -> notes.add("Not entered: another mount at " + at + "; --mounts fixes it too."));
    links.leftAsTheyAre().stream()
        .limit(NAMED)
        .forEach(at -> notes.add("Left as it is, since it has hard links elsewhere: " + at));
    special.forEach(at -> notes.add("Left as it is, since it is a socket or a device: " + at));
    ownRules.forEach(
        at -> notes.add("A rule of its own gives it a label that containers may not use: " + at));
    return notes;
  }
}
