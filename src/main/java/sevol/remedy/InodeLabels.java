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
    freeze();
    int at = Arrays.binarySearch(inodes, 0, size, inode);
    return at < 0 ? Optional.empty() : Optional.of(distinct.get(labels[at]));
  }

  int size() {
    return size;
  }

  /** Ends the filling, so that a lookup needs no more memory. */
  void freeze() {
    if (!sorted) {
      sort();
    }
  }

  private void sort() {
    long[] byInode = Arrays.copyOf(inodes, size);
    Arrays.sort(byInode);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (kept == 0 || byInode[kept - 1] != byInode[i]) {
        byInode[kept++] = byInode[i];
      }
    }
    int[] byLabel = new int[kept];
    Arrays.fill(byLabel, -1);
    for (int i = 0; i < size; i++) {
      int at = Arrays.binarySearch(byInode, 0, kept, inodes[i]);
      if (byLabel[at] < 0) {
        byLabel[at] = labels[i];
      }
    }
    inodes = byInode;
    labels = byLabel;
    size = kept;
    sorted = true;
  }
}
