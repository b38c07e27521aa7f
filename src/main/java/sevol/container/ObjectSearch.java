package sevol.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.selinux.Denial;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;

/** The search for the object of one denial in the mounts of a container. */
final class ObjectSearch {
  private static final int MAX_ENTRIES = 200_000;

  /** Users can name as many as they like; each costs a look. */
  private static final int MAX_USERS_MOUNTS = 256;

  private static final String DELETED = " (deleted)";

  private final FileTree tree;
  private final MountTable table;
  private final HostPaths paths;
  private final SearchBudget budget;
  private final SearchMemory memory;
  private final Set<Long> devices;
  private final @Nullable String dev;
  private final @Nullable Long ino;
  private final @Nullable String path;

  ObjectSearch(
      FileTree tree, MountTable table, SearchBudget budget, SearchMemory memory, Denial denial) {
    this.tree = tree;
    this.table = table;
    this.paths = new HostPaths(tree, table);
    this.budget = budget;
    this.memory = memory;
    this.dev = denial.dev();
    this.devices = denial.dev() == null ? Set.of() : table.devices(denial.dev());
    this.ino = denial.ino();
    this.path = seen(denial.path());
  }

  /** The kernel appends " (deleted)" to the path of what has no name any more. */
  private static @Nullable String seen(@Nullable String path) {
    if (path == null || !path.startsWith("/")) {
      return null;
    }
    return path.endsWith(DELETED) ? path.substring(0, path.length() - DELETED.length()) : path;
  }

  /**
   * Where the object was found.
   *
   * @param mount the mount through which the container sees it
   * @param proof {@code inode} or {@code path}
   * @param hostPath its path on the host, null if that cannot be written down or it is gone
   */
  record Found(BindMount mount, String proof, @Nullable Path hostPath) {}

  /**
   * The mounts of a container that are believed: a user may name any directory in his files, so of
   * his only those count whose source is his own.
   */
  List<BindMount> mountsOf(Container container) {
    Integer owner = container.owner();
    return owner == null
        ? container.mounts()
        : container.mounts().stream().filter(m -> isOwned(m, owner)).toList();
  }

  /** If the object is the very source of a user's mount, and the user's own. */
  Optional<Found> isOwnSource(List<Container> users) {
    int looks = 0;
    for (Container user : users) {
      for (BindMount mount : user.mounts()) {
        if (looks++ == MAX_USERS_MOUNTS) {
          return Optional.empty();
        }
        Optional<FileStatus> source = paths.look(mount.source());
        if (source.isPresent()
            && isObject(source.get())
            && Objects.equals(user.owner(), source.get().uid())) {
          return Optional.of(new Found(mount, "inode", mount.source()));
        }
      }
    }
    return Optional.empty();
  }

  private boolean isOwned(BindMount mount, int uid) {
    return paths.look(mount.source()).filter(s -> s.uid() == uid).isPresent();
  }

  /** True if the object is the mount's very source, told by device and inode. */
  Optional<Found> isSource(List<BindMount> mounts) {
    for (BindMount mount : mounts) {
      Optional<FileStatus> source = paths.look(mount.source());
      if (source.isPresent() && isObject(source.get())) {
        return Optional.of(new Found(mount, "inode", mount.source()));
      }
    }
    return Optional.empty();
  }

  /** The object anywhere in the mounts, or the mount in which it was. */
  Optional<Found> find(List<BindMount> mounts) {
    return findObject(mounts).or(() -> byPathOfGone(mounts));
  }

  /** The object itself, told by device and inode: cheap looks first, a bounded walk last. */
  Optional<Found> findObject(List<BindMount> mounts) {
    return isSource(mounts).or(() -> byPath(mounts)).or(() -> recall(mounts));
  }

  /**
   * By the path that the process saw. A process may have changed its root or mounted over it, so
   * the object there must have the denial's inode.
   */
  private Optional<Found> byPath(List<BindMount> mounts) {
    Optional<BindMount> mount = seenThrough(mounts);
    Optional<Path> host = mount.flatMap(this::below);
    return host.flatMap(paths::look)
        .filter(this::isObject)
        .map(status -> new Found(mount.orElseThrow(), "path", host.orElseThrow()));
  }

  /** An object that is gone since leaves the mount of its path, if that is of its device. */
  private Optional<Found> byPathOfGone(List<BindMount> mounts) {
    return seenThrough(mounts)
        .filter(m -> below(m).isPresent() && below(m).flatMap(paths::look).isEmpty())
        .filter(m -> paths.look(m.source()).filter(this::onDevice).isPresent())
        .map(m -> new Found(m, "path", null));
  }

  private Optional<BindMount> seenThrough(List<BindMount> mounts) {
    return path == null
        ? Optional.empty()
        : mounts.stream()
            .filter(m -> Mount.isPrefix(m.destination().toString(), path))
            .max(Comparator.comparingInt(m -> m.destination().toString().length()));
  }

  private Optional<Path> below(BindMount mount) {
    if (path == null) {
      return Optional.empty();
    }
    String destination = mount.destination().toString();
    String rest = path.substring(destination.equals("/") ? 0 : destination.length());
    return MountTable.pathOf(mount.source() + rest)
        .map(Path::normalize)
        .filter(p -> p.startsWith(mount.source()));
  }

  /** What an earlier search of the same mounts came to, if it still holds; else a walk. */
  private Optional<Found> recall(List<BindMount> mounts) {
    if (dev == null || ino == null || devices.isEmpty()) {
      return Optional.empty();
    }
    SearchMemory.Key key = new SearchMemory.Key(dev, ino, mounts);
    Optional<Found> before = memory.found(key);
    if (before.map(Found::hostPath).flatMap(paths::look).filter(this::isObject).isPresent()) {
      return before;
    }
    if (before.isEmpty() && memory.isVain(key)) {
      return Optional.empty();
    }
    Walk walk = new Walk(budget.deadline());
    try {
      Optional<Found> found = walk.through(mounts);
      if (walk.entries > 0) {
        memory.put(key, found);
      }
      return found;
    } finally {
      budget.spent();
    }
  }

  /** The source and, since engines bind recursively, mounts below it; those on the device only. */
  private List<Path> starts(BindMount mount) {
    Path source =
        paths.look(mount.source()).flatMap(s -> MountTable.pathOf(s.path())).orElse(mount.source());
    List<Path> starts = new ArrayList<>(List.of(source));
    for (Mount m : table.mounts()) {
      if (devices.contains(m.device()) && Mount.isPrefix(source.toString(), m.mountpoint())) {
        MountTable.pathOf(m.mountpoint()).filter(p -> !p.equals(source)).ifPresent(starts::add);
      }
    }
    starts.removeIf(p -> paths.look(p).filter(this::onDevice).isEmpty());
    return starts;
  }

  /**
   * By superblock where the mount is known: on btrfs {@code st_dev} is a subvolume's own number.
   */
  private boolean onDevice(FileStatus status) {
    return devices.contains(table.byId(status.mountId()).map(Mount::device).orElse(status.dev()));
  }

  private boolean isObject(FileStatus status) {
    return ino != null && ino == status.ino() && onDevice(status);
  }

  /** One search over several trees, ended by its first hit or by a bound. */
  private final class Walk implements FileTree.Visitor {
    private final long deadline;
    private int entries;
    private @Nullable String hit;

    Walk(long deadline) {
      this.deadline = deadline;
    }

    /** Deepest sources first: a source may lie in another one. */
    Optional<Found> through(List<BindMount> mounts) {
      List<BindMount> deepest = new ArrayList<>(mounts);
      deepest.sort(Comparator.comparingInt((BindMount m) -> m.source().getNameCount()).reversed());
      for (BindMount mount : deepest) {
        for (Path start : isOver() ? List.<Path>of() : starts(mount)) {
          String at = isOver() ? null : below(start);
          if (at != null) {
            boolean whole = at.indexOf('\ufffd') < 0;
            Optional<Path> host = whole ? MountTable.pathOf(at) : Optional.empty();
            return Optional.of(new Found(mount, "inode", host.orElse(null)));
          }
        }
      }
      return Optional.empty();
    }

    @Override
    public boolean looksOnly() {
      return true;
    }

    private boolean isOver() {
      return entries >= MAX_ENTRIES || budget.isOver(deadline);
    }

    private @Nullable String below(Path start) {
      try {
        tree.walk(start, this);
      } catch (IOException e) {
        return hit; // a tree that changed or went away: what was found before counts
      }
      return hit;
    }

    @Override
    public boolean visit(FileStatus status, FileTree.Handle object) {
      entries++;
      if (isObject(status)) {
        hit = status.path();
        return false;
      }
      return !isOver();
    }

    @Override
    public void unreadable(String path, String why) {
      entries++;
    }

    @Override
    public void mount(FileStatus status) {
      entries++;
    }
  }
}
