package sevol.remedy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;

/**
 * What is noted of the objects of one file system, by inode number and time of birth: 16 bytes an
 * object, so that a tree of millions fits. Filled first and looked up afterwards.
 */
final class NotedLabels {
  private long[] inodes = new long[64];
  private int[] births = new int[64];
  private int[] notes = new int[64];
  private int size;
  private boolean sorted = true;
  private final List<Relabelled> distinct = new ArrayList<>();
  private final Map<Relabelled, Integer> index = new HashMap<>();

  /** Notes an object that was not noted before. */
  synchronized void put(long inode, long born, Relabelled note) {
    if (size == inodes.length) {
      inodes = Arrays.copyOf(inodes, size * 2);
      births = Arrays.copyOf(births, size * 2);
      notes = Arrays.copyOf(notes, size * 2);
    }
    inodes[size] = inode;
    births[size] = birth(born);
    notes[size++] =
        index.computeIfAbsent(
            note,
            n -> {
              distinct.add(n);
              return distinct.size() - 1;
            });
    sorted = size == 1 || (sorted && compare(size - 2, inode, birth(born)) <= 0);
  }

  /**
   * What is noted of an object; one that was made since on a reused inode is another. Where the
   * file system tells no births, only the inode counts.
   */
  @Nullable Relabelled get(FileStatus status) {
    freeze();
    int birth = birth(status.born());
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(middle, status.ino(), birth);
      if (order == 0) {
        return distinct.get(notes[middle]);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  private int compare(int at, long inode, int birth) {
    int order = Long.compare(inodes[at], inode);
    return order != 0 ? order : Integer.compare(births[at], birth);
  }

  private static int birth(long born) {
    return Long.hashCode(born);
  }

  int size() {
    return size;
  }

  /** Ends the filling, so that a lookup needs no more memory. */
  synchronized void freeze() {
    if (!sorted) {
      for (int root = size / 2 - 1; root >= 0; root--) {
        sink(root, size);
      }
      for (int end = size - 1; end > 0; end--) {
        swap(0, end);
        sink(0, end);
      }
      sorted = true;
    }
  }

  /** Heapsort's step: in place, whatever order the objects came in. */
  private void sink(int start, int end) {
    int parent = start;
    while (2 * parent + 1 < end) {
      int child = 2 * parent + 1;
      if (child + 1 < end && compare(child, inodes[child + 1], births[child + 1]) < 0) {
        child++;
      }
      if (compare(parent, inodes[child], births[child]) >= 0) {
        return;
      }
      swap(parent, child);
      parent = child;
    }
  }

  private void swap(int a, int b) {
    long inode = inodes[a];
    inodes[a] = inodes[b];
    inodes[b] = inode;
    int birth = births[a];
    births[a] = births[b];
    births[b] = birth;
    int note = notes[a];
    notes[a] = notes[b];
    notes[b] = note;
  }
}
