package sevol.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * How many objects have which label, in bounded memory; for one thread. The example of a group is
 * the one with the shortest path, the first by name of several.
 */
final class LabelCounts {
  private final Map<Key, Group> groups = new LinkedHashMap<>();
  private long ungrouped;
  private @Nullable Key lastKey;
  private @Nullable Group last;

  private record Key(long mountId, ObjectClass tclass, @Nullable SecurityContext label) {
    // Written out for the reason that SecurityContext has.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key k
          && mountId == k.mountId
          && tclass.equals(k.tclass)
          && Objects.equals(label, k.label);
    }

    @Override
    public int hashCode() {
      return 31 * tclass.hashCode() + Objects.hashCode(label);
    }
  }

  /** A group while it grows. */
  private static final class Group {
    private String example;
    private long count;

    Group(String example) {
      this.example = example;
    }

    void met(String path, long times) {
      count += times;
      int longer = path.length() - example.length();
      if (longer < 0 || (longer == 0 && path.compareTo(example) < 0)) {
        example = path;
      }
    }
  }

  void count(long mountId, FileStatus status) {
    Key before = lastKey;
    boolean same =
        before != null
            && before.mountId == mountId
            && Objects.equals(before.label, status.label())
            && before.tclass.equals(status.tclass());
    if (!same) {
      lastKey = new Key(mountId, status.tclass(), status.label());
      last = group(lastKey, status.path());
    }
    count(last, status.path(), 1);
  }

  private @Nullable Group group(Key key, String path) {
    Group group = groups.get(key);
    if (group == null && groups.size() < TreeScan.MAX_GROUPS) {
      group = new Group(path);
      groups.put(key, group);
    }
    return group;
  }

  private void count(@Nullable Group group, String path, long times) {
    if (group == null) {
      ungrouped += times;
    } else {
      group.met(path, times);
    }
  }

  /** Those that another thread counted, too. */
  void add(LabelCounts other) {
    other.groups.forEach((key, g) -> count(group(key, g.example), g.example, g.count));
    ungrouped += other.ungrouped;
  }

  long ungrouped() {
    return ungrouped;
  }

  /** The largest first. */
  List<LabelGroup> groups() {
    List<LabelGroup> grown = new ArrayList<>();
    groups.forEach(
        (k, g) -> grown.add(new LabelGroup(k.mountId, k.tclass, k.label, g.count, g.example)));
    grown.sort(
        Comparator.comparingLong(LabelGroup::count)
            .reversed()
            .thenComparing(g -> g.tclass().name())
            .thenComparing(g -> String.valueOf(g.label()))
            .thenComparing(LabelGroup::example));
    return grown;
  }
}
