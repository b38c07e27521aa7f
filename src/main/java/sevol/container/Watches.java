package sevol.container;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The directories whose change ends the wait for the next look; bounded. */
final class Watches {
  private final WatchService service;
  private final int most;
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private final Set<Path> wanted = new HashSet<>();

  Watches(WatchService service, int most) {
    this.service = service;
    this.most = most;
  }

  /** Watches a directory until the {@link #sweep} before which nobody asks for it again. */
  void watch(Path directory) {
    wanted.add(directory);
    WatchKey known = keys.get(directory);
    if ((known != null && known.isValid()) || keys.size() >= most) {
      return;
    }
    try {
      keys.put(
          directory,
          directory.register(
              service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY));
    } catch (IOException e) {
      keys.remove(directory); // not there yet, or no more watches: the next look finds it
    }
  }

  /** Gives up what was not asked for since the last time. */
  void sweep() {
    keys.entrySet().removeIf(w -> !wanted.contains(w.getKey()) && cancel(w.getValue()));
    wanted.clear();
  }

  private static boolean cancel(WatchKey key) {
    key.cancel();
    return true;
  }
}
