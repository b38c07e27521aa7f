package sevol.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An inventory that remembers: it looks at each bundle as it appears, so that a container that
 * lived for a moment ({@code --rm}) is still known when its denial is read. Directories that are
 * not there yet are looked for every few seconds. Users' directories, which can hang, have a thread
 * of their own.
 */
public final class BundleWatch implements ContainerInventory, AutoCloseable {
  private static final int CAPACITY = 4096;
  private static final int USERS_CAPACITY = 128;
  private static final int MAX_WATCHES = 2048;
  private static final int USERS_WATCHES = 32;
  private static final long RESCAN_MILLIS = 5000;

  /** A tenth of the time for what users' containers make us do. */
  private static final int USERS_REST = 9;

  private static final Duration USERS_LIMIT = Duration.ofSeconds(10);
  private static final Duration USERS_PAUSE = Duration.ofMinutes(1);
  private static final int MOST_STUCK = 4;

  private final DiskInventory disk;
  private final WatchService watcher = FileSystems.getDefault().newWatchService();
  private final WatchService usersWatcher = FileSystems.getDefault().newWatchService();
  private final ContainerHistory history =
      new ContainerHistory(Clock.systemUTC(), CAPACITY, USERS_CAPACITY);
  private final Newcomers appeared;
  private final Newcomers usersAppeared;
  private final BundleScan scan;
  private final Map<Home, BundleScan> users = new HashMap<>();
  private final BoundedCalls usersCalls =
      new BoundedCalls("user-bundles", USERS_LIMIT, USERS_PAUSE, MOST_STUCK);

  private final Refresh refresh = new Refresh(this::scan);

  private BundleWatch(DiskInventory disk, Consumer<Container> appeared) throws IOException {
    this.disk = disk;
    this.appeared = new Newcomers("appeared", appeared, 0);
    this.usersAppeared = new Newcomers("user-appeared", appeared, USERS_REST);
    this.scan =
        new BundleScan(disk, history, this.appeared::add, null, new Watches(watcher, MAX_WATCHES));
  }

  /**
   * Looks at every bundle of root's engines once, then watches in threads of its own.
   *
   * @param appeared is told once of each container, also of those that are there now, on a thread
   *     where it may take its time; those of users on another one. It must not throw.
   */
  public static BundleWatch start(DiskInventory disk, Consumer<Container> appeared)
      throws IOException {
    BundleWatch watch = new BundleWatch(disk, appeared);
    watch.scan();
    watch.appeared.start();
    watch.usersAppeared.start();
    begin("bundles", () -> every(watch.watcher, watch::scan));
    begin("user-bundles", () -> every(watch.usersWatcher, watch::scanUsers));
    return watch;
  }

  private static void begin(String name, Runnable loop) {
    Thread thread = new Thread(loop, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Every container seen since the start, gone or not, within bounds. */
  @Override
  public List<Container> containers() {
    return history.all();
  }

  @Override
  public boolean mayHaveRun(Container container, Instant at) {
    return history.mayHaveRun(container, at);
  }

  @Override
  public void refresh() {
    refresh.now();
  }

  /** Ends the watching; what was remembered stays. */
  @Override
  public void close() {
    appeared.stop();
    usersAppeared.stop();
    try {
      watcher.close();
      usersWatcher.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // inotify's descriptor: close(2) of it does not fail
    }
  }

  private static void every(WatchService watcher, Runnable look) {
    try {
      while (true) {
        guarded(look);
        WatchKey key = watcher.poll(RESCAN_MILLIS, TimeUnit.MILLISECONDS);
        while (key != null) {
          key.pollEvents(); // which one does not matter: a look is cheap, and overflows lose names
          key.reset();
          key = watcher.poll();
        }
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      Thread.currentThread().interrupt(); // the end
    }
  }

  /** A fault in one look must not end those of the next months. */
  private static void guarded(Runnable look) {
    try {
      look.run();
    } catch (ClosedWatchServiceException e) {
      throw e;
    } catch (RuntimeException e) {
      Thread here = Thread.currentThread();
      here.getUncaughtExceptionHandler().uncaughtException(here, e);
    }
  }

  private synchronized void scan() {
    EngineDirectories directories = disk.directories();
    scan.scan(directories.parents(), directories.ofRoot());
  }

  private void scanUsers() {
    MountTable mounts = disk.mounts();
    List<Home> homes = usersCalls.call("", () -> disk.homes(mounts)).orElse(List.of());
    users.keySet().retainAll(homes);
    for (Home home : homes) {
      BundleScan ofUser = users.computeIfAbsent(home, this::ofUser);
      usersCalls.call(
          home.path().toString(),
          () -> {
            ofUser.scan(List.of(), disk.directoriesOf(home, mounts));
            return true;
          });
    }
  }

  private BundleScan ofUser(Home home) {
    return new BundleScan(
        disk, history, usersAppeared::add, home.uid(), new Watches(usersWatcher, USERS_WATCHES));
  }
}
