package sevol.container;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sevol.audit.Recent;
import sevol.container.ObjectSearch.Found;
import sevol.selinux.Denial;
import sevol.selinux.FileTree;
import sevol.selinux.Level;
import sevol.selinux.LevelRange;
import sevol.selinux.SecurityContext;

/**
 * Ties a denial to its container and its mount, by proof only: the container by the cgroup of the
 * process, else by its MCS categories where one known container alone has them; the mount by device
 * and inode. A container that only a user's own files tell of is believed less: in that user's own
 * slice, or, the process gone, where the object is in a directory of the user's.
 */
public final class Attributor {
  private static final int MOST_LEVELS = 8192;

  private final ContainerInventory inventory;
  private final Processes processes;
  private final FileTree tree;
  private final Supplier<MountTable> mounts;
  private final SearchBudget budget;
  private final SearchMemory memory;
  private final Supplier<List<BindMount>> earlier;

  /** By the text of the range: thousands of containers are compared with each new denial. */
  private final Map<String, Optional<Level>> levels =
      Collections.synchronizedMap(new Recent<>(MOST_LEVELS));

  /**
   * An attributor for a live host.
   *
   * @param root what holds {@code proc} and {@code sys}: {@code /}, but for tests
   * @param earlier mounts of containers that were seen before and may be forgotten by now
   */
  public Attributor(
      ContainerInventory inventory, Path root, FileTree tree, Supplier<List<BindMount>> earlier) {
    this(
        inventory,
        new Processes(root, Clock.systemUTC()),
        tree,
        new RecentMounts(() -> MountTable.ofOrEmpty(root), System::nanoTime),
        System::nanoTime,
        earlier);
  }

  Attributor(
      ContainerInventory inventory,
      Processes processes,
      FileTree tree,
      Supplier<MountTable> mounts,
      LongSupplier nanoTime,
      Supplier<List<BindMount>> earlier) {
    this.inventory = inventory;
    this.earlier = earlier;
    this.processes = processes;
    this.tree = tree;
    this.mounts = mounts;
    this.budget = new SearchBudget(nanoTime);
    this.memory = new SearchMemory(nanoTime);
  }

  /** What is proved of the denial's container, mount and host path. */
  public Attribution attribute(Denial denial) {
    return attribute(denial, candidates(denial));
  }

  /** The same where it is known already whose it can be. */
  Attribution attribute(Denial denial, Candidates candidates) {
    ObjectSearch search = new ObjectSearch(tree, mounts.get(), budget, memory, denial);
    Container sure = candidates.sure;
    if (sure != null) {
      return found(sure, candidates.proof, search.find(search.mountsOf(sure)));
    }
    if (candidates.sameLevel.size() > 1) {
      return byMount(candidates.sameLevel, search);
    }
    return byOwnObject(candidates.users, search).orElseGet(() -> objectOnly(search));
  }

  /**
   * Whose the denial can be.
   *
   * @param sure the container, null if there is no proof yet
   * @param proof of {@code sure}
   * @param sameLevel several of root's that have the level of the process
   * @param users users' containers that have it, to be proved by the object
   */
  record Candidates(
      @Nullable Container sure, String proof, List<Container> sameLevel, List<Container> users) {
    static Candidates of(@Nullable Container sure, String proof) {
      return new Candidates(sure, proof, List.of(), List.of());
    }

    /** As far as it is proved without looking at the object. */
    Attribution withoutFiles() {
      return sure != null
          ? found(sure, proof, Optional.empty())
          : new Attribution(null, null, null, null, null, sameLevel);
    }
  }

  /**
   * Whose it can be, by {@code /proc} and what is remembered of containers: this never hangs. A
   * container is denied something a moment after its bundle was written, which may not have been
   * seen yet.
   */
  Candidates candidates(Denial denial) {
    Candidates candidates = among(inventory.containers(), denial);
    if (candidates.sure == null && candidates.sameLevel.isEmpty()) {
      inventory.refresh();
      candidates = among(inventory.containers(), denial);
    }
    return candidates;
  }

  private Candidates among(List<Container> known, Denial denial) {
    Integer pid = denial.pid();
    CgroupPlace place = pid == null ? null : processes.cgroup(pid, denial.time()).orElse(null);
    if (place != null && !place.ids().isEmpty()) {
      return Candidates.of(byId(known, place), "cgroup");
    }
    List<Container> sameLevel =
        byLevel(known, denial.scontext()).stream()
            .filter(c -> denial.time() == null || inventory.mayHaveRun(c, denial.time()))
            .toList();
    // what users claim must not make the level of one of root's containers ambiguous
    List<Container> roots = sameLevel.stream().filter(c -> c.owner() == null).toList();
    if (roots.size() == 1) {
      return Candidates.of(roots.get(0), "mcs");
    }
    if (roots.size() > 1) {
      return new Candidates(null, "mcs", roots, List.of());
    }
    List<Container> users =
        sameLevel.stream().filter(c -> place == null || place.mayHold(c)).toList();
    return new Candidates(null, "mcs", List.of(), users);
  }

  /** The innermost that is known: what runs in a container in a container is in both. */
  private static @Nullable Container byId(List<Container> known, CgroupPlace place) {
    for (String id : place.ids()) {
      Optional<Container> match =
          known.stream().filter(c -> c.id().equals(id) && place.mayHold(c)).findFirst();
      if (match.isPresent()) {
        return match.get();
      }
    }
    return null;
  }

  /** Those whose process has the same categories; a level without categories is nobody's own. */
  private List<Container> byLevel(List<Container> known, @Nullable SecurityContext scontext) {
    Optional<Level> level = categories(scontext);
    return level.isEmpty()
        ? List.of()
        : known.stream().filter(c -> categories(c.processLabel()).equals(level)).toList();
  }

  private Optional<Level> categories(@Nullable SecurityContext context) {
    String range = context == null ? null : context.range();
    return range == null ? Optional.empty() : levels.computeIfAbsent(range, Attributor::high);
  }

  private static Optional<Level> high(String range) {
    return LevelRange.parse(range).map(LevelRange::high).filter(l -> !l.categories().isEmpty());
  }

  /** Containers that share a level (a pod, an explicit level): told apart by their mounts. */
  private static Attribution byMount(List<Container> sameLevel, ObjectSearch search) {
    List<Attribution> matches = new ArrayList<>();
    for (Container candidate : sameLevel) {
      search
          .find(candidate.mounts())
          .ifPresent(f -> matches.add(found(candidate, "mcs", Optional.of(f))));
    }
    if (matches.isEmpty()) {
      return new Attribution(null, null, null, null, null, sameLevel);
    }
    return matches.size() == 1 ? matches.get(0) : ambiguous(matches);
  }

  /**
   * A user's containers: the level alone proves nothing, an object in the user's directory does.
   */
  private static Optional<Attribution> byOwnObject(List<Container> users, ObjectSearch search) {
    List<Attribution> matches = new ArrayList<>();
    for (Container candidate : users) {
      search
          .findObject(search.mountsOf(candidate))
          .ifPresent(f -> matches.add(found(candidate, "mcs", Optional.of(f))));
    }
    if (matches.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(matches.size() == 1 ? matches.get(0) : ambiguous(matches));
  }

  /** Several see the object: where it is on the host is proved all the same. */
  private static Attribution ambiguous(List<Attribution> matches) {
    List<Container> candidates =
        matches.stream().map(Attribution::container).filter(Objects::nonNull).toList();
    return new Attribution(null, null, null, null, matches.get(0).hostPath(), candidates);
  }

  /**
   * No container is proved: an engine's own denial, or a container never seen. The object may still
   * be the source of a known mount, and then its path on the host is.
   */
  private Attribution objectOnly(ObjectSearch search) {
    Map<Boolean, List<Container>> known =
        inventory.containers().stream().collect(Collectors.groupingBy(c -> c.owner() == null));
    return search
        .isSource(mountsOf(known.getOrDefault(true, List.of())))
        .or(() -> search.isOwnSource(known.getOrDefault(false, List.of())))
        .or(() -> search.isSource(earlier.get()))
        .map(f -> new Attribution(null, null, null, null, f.hostPath()))
        .orElse(Attribution.UNKNOWN);
  }

  private static List<BindMount> mountsOf(List<Container> containers) {
    return containers.stream().flatMap(c -> c.mounts().stream()).distinct().toList();
  }

  private static Attribution found(Container container, String proof, Optional<Found> object) {
    return object
        .map(f -> new Attribution(container, proof, f.mount(), f.proof(), f.hostPath()))
        .orElseGet(() -> new Attribution(container, proof, null, null, null));
  }
}
