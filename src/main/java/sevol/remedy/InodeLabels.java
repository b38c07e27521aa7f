package sevol.remedy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Labels by inode number of one file system, 12 bytes an entry, so that a tree of millions fits.
 * Filled first and looked up afterwards.
 */
final class InodeLabels {
  private long[] inodes = new long[64];
  private int[] labels = new int[64];
  private int size;
  private boolean sorted = true;
  private final List<String> distinct = new ArrayList<>();
  private final Map<String, Integer> index = new HashMap<>();

  /** Notes the label of an inode; the first one noted is the one that {@link #get} gives. */
  void put(long inode, String label) {
    if (size == inodes.length) {
      inodes = Arrays.copyOf(inodes, size * 2);
      labels = Arrays.copyOf(labels, size * 2);
    }
    inodes[size] = inode;
    labels[size++] =
        index.computeIfAbsent(
            label,
            l -> {
              distinct.add(l);
              return distinct.size() - 1;
            });
    sorted = size == 1 || (sorted && inodes[size - 2] < inode);
  }

  /** The label noted for the inode. */
  Optional<String> get(long inode) {
    if (!sorted) {
      sort();
    }
    int at = Arrays.binarySearch(inodes, 0, size, inode);
    return at < 0 ? Optional.empty() : Optional.of(distinct.get(labels[at]));
  }

  int size() {
    return size;
  }

  private void sort() {
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(inodes[a], inodes[b])); // stable: first stays first
    long[] byInode = new long[size];
    int[] byLabel = new int[size];
    int kept = 0;
    for (int from : order) {
      if (kept == 0 || byInode[kept - 1] != inodes[from]) {
        byInode[kept] = inodes[from];
        byLabel[kept++] = labels[from];
      }
    }
    inodes = byInode;
    labels = byLabel;
    size = kept;
    sorted = true;
  }
}
