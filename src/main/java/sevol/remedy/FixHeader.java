package sevol.remedy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;

/**
 * What a fix set out to do, and on which object: the first line of its journal.
 *
 * @param id what it is undone by
 * @param path the path, resolved
 * @param root the object there
 * @param readOnly for containers that only read
 * @param level the level that every container runs at, null for s0
 * @param label the label of the root; null for a fix by booleans, which touches no label
 * @param rules the change of the local rules, null if there is none
 * @param booleans the booleans that are set, with what they were
 */
record FixHeader(
    String id,
    String path,
    Root root,
    boolean readOnly,
    @Nullable String level,
    @Nullable String label,
    @Nullable RuleChange rules,
    List<BooleanChange> booleans) {
  FixHeader {
    booleans = List.copyOf(booleans);
  }

  /**
   * The object that a path led to.
   *
   * @param boot boot_id(5) of the kernel; a device number means the same only within one boot
   * @param born time of birth, 0 where the file system has none
   */
  record Root(String boot, long dev, long ino, long born) {
    boolean is(FileStatus status, String bootNow) {
      return status.ino() == ino
          && status.born() == born
          && (!boot.equals(bootNow) || status.dev() == dev);
    }
  }

  /**
   * A boolean that is set.
   *
   * @param to the new value
   * @param active the value it had
   * @param stored the value of its own that it had in the policy store, null if it had none
   */
  record BooleanChange(String name, boolean to, boolean active, @Nullable Boolean stored) {}

  /** True if the change needs no walk over files. */
  boolean byBooleans() {
    return label == null;
  }
}
