package sevol.preflight;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.TreeScan;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;

/**
 * Scans of the last minute, since a hundred containers that start at once share their sources. What
 * labels there are does not depend on who asks. A scan is forgotten when its root looks otherwise:
 * an engine's {@code :Z} relabels that, too.
 */
final class ScanMemory {
  private static final int CAPACITY = 64;
  private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final LongSupplier nanoTime;
  private final Map<Path, Entry> scans =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Entry> eldest) {
          return size() > CAPACITY;
        }
      };

  ScanMemory(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Entry(TreeScan scan, long at) {}

  /** The scan of a path without links, made now or a moment ago. */
  TreeScan scan(FileTree tree, FileStatus root, Path path, TreeScan.Way way) throws IOException {
    TreeScan known = known(path);
    if (known != null && known.root().equals(root)) {
      return known;
    }
    TreeScan fresh = TreeScan.of(tree, path, way);
    synchronized (this) {
      scans.remove(path);
      scans.put(path, new Entry(fresh, nanoTime.getAsLong()));
    }
    return fresh;
  }

  private synchronized @Nullable TreeScan known(Path path) {
    Entry entry = scans.get(path);
    return entry == null || nanoTime.getAsLong() - entry.at >= KEEP_NANOS ? null : entry.scan;
  }
}
