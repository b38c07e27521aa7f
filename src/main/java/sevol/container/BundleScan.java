package sevol.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevol.container.DiskInventory.Place;

/**
 * The repeated look at one owner's bundle directories, which reads each configuration when it is
 * new or written again. One that is not there yet, or half written, is tried at the next look.
 */
final class BundleScan {
  /**
   * A user can rewrite his files for ever: what is read of them at one look, a container's extra.
   */
  private static final long MAX_BYTES_OF_USER = 4 << 20;

  private final DiskInventory disk;
  private final ContainerHistory history;
  private final Consumer<Container> seen;
  private final @Nullable Integer owner;
  private final Watches watches;
  private final Map<Path, Version> read = new HashMap<>();

  /**
   * Prepares for one owner.
   *
   * @param seen is told of each container that is read
   * @param owner null for root's
   */
  BundleScan(
      DiskInventory disk,
      ContainerHistory history,
      Consumer<Container> seen,
      @Nullable Integer owner,
      Watches watches) {
    this.disk = disk;
    this.history = history;
    this.seen = seen;
    this.owner = owner;
    this.watches = watches;
  }

  /** Which writing of a configuration was read. */
  private record Version(@Nullable Object file, long modified, long size) {}

  /** Watches before it looks, so that nothing comes unseen between the two. */
  void scan(List<Path> parents, List<BundleDirectory> directories) {
    parents.forEach(watches::watch);
    ContainerNames names = disk.names();
    Set<String> present = new HashSet<>();
    Set<Path> configs = new HashSet<>();
    long bytes = 0;
    for (BundleDirectory directory : directories) {
      watches.watch(directory.path());
      for (Place place : disk.places(directory)) {
        present.add(place.id());
        configs.add(place.config());
        if (!read.containsKey(place.config())) {
          watches.watch(place.in().path().resolve(place.id()));
          watches.watch(place.config().resolveSibling(""));
        }
        if (owner == null || bytes < MAX_BYTES_OF_USER) {
          bytes += look(place, names);
        }
      }
    }
    read.keySet().retainAll(configs);
    watches.sweep();
    history.present(owner, present);
  }

  /** Reads what is new; returns how much that was. */
  private long look(Place place, ContainerNames names) {
    long size = 0;
    try {
      Version version = version(place.config());
      if (version.equals(read.get(place.config()))) {
        return 0;
      }
      size = version.size();
      Container container = disk.read(place, names);
      history.put(container);
      read.put(place.config(), version);
      seen.accept(container);
    } catch (IOException e) {
      return size; // the next event or look brings it
    }
    return size;
  }

  private static Version version(Path config) throws IOException {
    BasicFileAttributes a =
        Files.readAttributes(config, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new Version(a.fileKey(), a.lastModifiedTime().toMillis(), a.size());
  }
}
