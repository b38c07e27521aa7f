package sevol.container;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sevol.container.ObjectSearch.Found;
import sevol.selinux.Denial;
import sevol.selinux.FileTree;
import sevol.selinux.Level;
import sevol.selinux.LevelRange;
import sevol.selinux.SecurityContext;

/**
 * Ties a denial to its container and its mount, by proof only: the container by the cgroup of the
 * process, else by its MCS categories where one known container alone has them; the mount by device
 * and inode.
 */
public final class Attributor {
  private final ContainerInventory inventory;
  private final Processes processes;
  private final FileTree tree;
  private final Supplier<MountTable> mounts;
  private final SearchBudget budget;

  /**
   * An attributor for a live host.
   *
   * @param root what holds {@code proc} and {@code sys}: {@code /}, but for tests
   */
  public Attributor(ContainerInventory inventory, Path root, FileTree tree) {
    this(
        inventory,
        new Processes(root, Clock.systemUTC()),
        tree,
        () -> mountsOf(root),
        System::nanoTime);
  }

  Attributor(
      ContainerInventory inventory,
      Processes processes,
      FileTree tree,
      Supplier<MountTable> mounts,
      LongSupplier nanoTime) {
    this.inventory = inventory;
    this.processes = processes;
    this.tree = tree;
    this.mounts = mounts;
    this.budget = new SearchBudget(nanoTime);
  }

  private static MountTable mountsOf(Path root) {
    try {
      return MountTable.of(root);
    } catch (IOException e) {
      return MountTable.parse("", root); // then no device name proves anything
    }
  }

  /** What is proved of the denial's container, mount and host path. */
  public Attribution attribute(Denial denial) {
    List<Container> known = inventory.containers();
    ObjectSearch search = new ObjectSearch(tree, mounts.get(), budget, denial);
    Integer pid = denial.pid();
    Optional<List<String>> ids =
        pid == null ? Optional.empty() : processes.containerIds(pid, denial.time());
    if (ids.isPresent() && !ids.get().isEmpty()) {
      return byId(known, ids.get())
          .map(c -> found(c, "cgroup", search.find(c.mounts())))
          .orElseGet(() -> objectOnly(known, search));
    }
    List<Container> sameLevel = byLevel(known, denial.scontext());
    if (sameLevel.size() == 1) {
      Container only = sameLevel.get(0);
      return found(only, "mcs", search.find(only.mounts()));
    }
    return sameLevel.isEmpty() ? objectOnly(known, search) : byMount(sameLevel, search);
  }

  /** The innermost that is known: what runs in a container in a container is in both. */
  private static Optional<Container> byId(List<Container> known, List<String> ids) {
    for (String id : ids) {
      Optional<Container> match = known.stream().filter(c -> c.id().equals(id)).findFirst();
      if (match.isPresent()) {
        return match;
      }
    }
    return Optional.empty();
  }

  /** Those whose process has the same categories; a level without categories is nobody's own. */
  private static List<Container> byLevel(
      List<Container> known, @Nullable SecurityContext scontext) {
    Optional<Level> level = categories(scontext);
    return level.isEmpty()
        ? List.of()
        : known.stream().filter(c -> categories(c.processLabel()).equals(level)).toList();
  }

  private static Optional<Level> categories(@Nullable SecurityContext context) {
    return Optional.ofNullable(context)
        .flatMap(SecurityContext::levels)
        .map(LevelRange::high)
        .filter(l -> !l.categories().isEmpty());
  }

  /** Containers that share a level (a pod, an explicit level): told apart by their mounts. */
  private static Attribution byMount(List<Container> candidates, ObjectSearch search) {
    List<Attribution> matches = new ArrayList<>();
    for (Container candidate : candidates) {
      search
          .find(candidate.mounts())
          .ifPresent(f -> matches.add(found(candidate, "mcs", Optional.of(f))));
    }
    if (matches.size() == 1) {
      return matches.get(0);
    }
    // several see the object: where it is on the host is proved all the same
    return matches.isEmpty()
        ? Attribution.UNKNOWN
        : new Attribution(null, null, null, null, matches.get(0).hostPath());
  }

  /**
   * No container is proved: an engine's own denial, or a container never seen. The object may still
   * be the source of a known mount, and then its path on the host is.
   */
  private static Attribution objectOnly(List<Container> known, ObjectSearch search) {
    List<BindMount> all = known.stream().flatMap(c -> c.mounts().stream()).distinct().toList();
    return search
        .isSource(all)
        .map(f -> new Attribution(null, null, null, null, f.hostPath()))
        .orElse(Attribution.UNKNOWN);
  }

  private static Attribution found(Container container, String proof, Optional<Found> object) {
    return object
        .map(f -> new Attribution(container, proof, f.mount(), f.proof(), f.hostPath()))
        .orElseGet(() -> new Attribution(container, proof, null, null, null));
  }
}
