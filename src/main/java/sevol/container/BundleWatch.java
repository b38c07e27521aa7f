package sevol.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sevol.container.DiskInventory.Place;

/**
 * An inventory that remembers: it looks at each bundle as it appears, so that a container that
 * lived for a moment ({@code --rm}) is still known when its denial is read. Directories that are
 * not there yet are looked for every second.
 */
public final class BundleWatch implements ContainerInventory, AutoCloseable {
  private static final int CAPACITY = 4096;
  private static final int OWN_CAPACITY = 512;
  private static final int MAX_WATCHES = 2048;
  private static final long RESCAN_MILLIS = 1000;

  private final DiskInventory disk;
  private final WatchService watcher;
  private final Thread thread = new Thread(this::run, "bundles");
  private final ContainerHistory history = new ContainerHistory(CAPACITY, OWN_CAPACITY);
  private final Map<Path, WatchKey> watches = new HashMap<>();
  private final Map<Path, Version> read = new HashMap<>();
  private List<Container> snapshot = List.of();

  private BundleWatch(DiskInventory disk) throws IOException {
    this.disk = disk;
    this.watcher = FileSystems.getDefault().newWatchService();
  }

  /** Which writing of a configuration was read. */
  private record Version(@Nullable Object file, long modified, long size) {}

  /** Looks at every bundle once, then watches in a thread of its own. */
  public static BundleWatch start(DiskInventory disk) throws IOException {
    BundleWatch watch = new BundleWatch(disk);
    watch.scan();
    watch.thread.setDaemon(true);
    watch.thread.start();
    return watch;
  }

  /** Every container seen since the start, gone or not, within bounds. */
  @Override
  public synchronized List<Container> containers() {
    return snapshot;
  }

  /** Ends the watching; what was remembered stays. */
  @Override
  public void close() {
    try {
      watcher.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // inotify's descriptor: close(2) of it does not fail
    }
  }

  private void run() {
    try {
      while (true) {
        WatchKey key = watcher.poll(RESCAN_MILLIS, TimeUnit.MILLISECONDS);
        while (key != null) {
          key.pollEvents(); // which one does not matter: a scan is cheap, and overflows lose names
          key.reset();
          key = watcher.poll();
        }
        scan();
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      Thread.currentThread().interrupt(); // the end
    }
  }

  /** Watches before it looks, so that nothing comes unseen between the two. */
  private synchronized void scan() {
    Set<Path> wanted = new HashSet<>();
    disk.watched().forEach(directory -> watch(directory, wanted));
    List<Place> places = disk.places();
    Set<String> present = places.stream().map(Place::id).collect(Collectors.toSet());
    ContainerNames names = disk.names();
    Set<Path> configs = new HashSet<>();
    boolean changed = false;
    for (Place place : places) {
      Path config = place.config();
      configs.add(config);
      if (!read.containsKey(config)) {
        watch(place.in().path().resolve(place.id()), wanted);
        watch(config.resolveSibling(""), wanted);
      }
      changed |= look(place, names, present);
    }
    read.keySet().retainAll(configs);
    watches.entrySet().removeIf(w -> !wanted.contains(w.getKey()) && cancel(w.getValue()));
    if (changed) {
      snapshot = history.all();
    }
  }

  private boolean look(Place place, ContainerNames names, Set<String> present) {
    try {
      Version version = version(place.config());
      if (version.equals(read.get(place.config()))) {
        return false;
      }
      history.put(disk.read(place, names), place.in().own(), present);
      read.put(place.config(), version);
      return true;
    } catch (IOException e) {
      return false; // not written yet, or half: the next event or second brings it
    }
  }

  private static Version version(Path config) throws IOException {
    BasicFileAttributes a =
        Files.readAttributes(config, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new Version(a.fileKey(), a.lastModifiedTime().toMillis(), a.size());
  }

  private void watch(Path directory, Set<Path> wanted) {
    wanted.add(directory);
    WatchKey known = watches.get(directory);
    if ((known != null && known.isValid()) || watches.size() >= MAX_WATCHES) {
      return;
    }
    try {
      WatchKey key =
          directory.register(
              watcher, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      watches.put(directory, key);
    } catch (IOException e) {
      watches.remove(directory); // not there yet, or no more watches: the scan each second finds it
    }
  }

  private static boolean cancel(WatchKey key) {
    key.cancel();
    return true;
  }
}
