package sevol.selinux;

import static sevol.selinux.ObjectClass.BLK_FILE;
import static sevol.selinux.ObjectClass.CHR_FILE;
import static sevol.selinux.ObjectClass.DIR;
import static sevol.selinux.ObjectClass.FIFO_FILE;
import static sevol.selinux.ObjectClass.FILE;
import static sevol.selinux.ObjectClass.LNK_FILE;
import static sevol.selinux.ObjectClass.SOCK_FILE;

import java.util.Map;

/**
 * What a container needs on the objects of a bind mount, by class. These agree with the sets of
 * {@code udica/perms.py}; search, read and write are always among them, since policies exist that
 * do not constrain getattr and open by level.
 */
public final class MountPermissions {
  private static final Map<ObjectClass, AccessVector> READ =
      Map.of(
          DIR, AccessVector.of(DIR, "search", "read", "open", "getattr"),
          FILE, AccessVector.of(FILE, "read", "open", "getattr"),
          LNK_FILE, AccessVector.of(LNK_FILE, "read", "getattr"),
          SOCK_FILE, AccessVector.of(SOCK_FILE, "write", "getattr"),
          FIFO_FILE, AccessVector.of(FIFO_FILE, "read", "open", "getattr"),
          CHR_FILE, AccessVector.of(CHR_FILE, "read", "open", "getattr"),
          BLK_FILE, AccessVector.of(BLK_FILE, "read", "open", "getattr"));

  private static final Map<ObjectClass, AccessVector> READ_WRITE =
      Map.of(
          DIR,
          AccessVector.of(
              DIR,
              "search",
              "read",
              "open",
              "getattr",
              "write",
              "add_name",
              "remove_name",
              "create",
              "rmdir",
              "setattr"),
          FILE,
          AccessVector.of(
              FILE, "read", "open", "getattr", "write", "append", "create", "unlink", "rename",
              "setattr"),
          LNK_FILE,
          AccessVector.of(LNK_FILE, "read", "getattr", "create", "unlink"),
          SOCK_FILE,
          AccessVector.of(SOCK_FILE, "write", "getattr", "unlink"),
          FIFO_FILE,
          AccessVector.of(FIFO_FILE, "read", "write", "open", "getattr", "unlink"),
          CHR_FILE,
          AccessVector.of(CHR_FILE, "read", "write", "open", "getattr"),
          BLK_FILE,
          AccessVector.of(BLK_FILE, "read", "write", "open", "getattr"));

  private MountPermissions() {}

  /** The permissions that a read-only or read-write mount needs on an object of this class. */
  public static AccessVector needed(ObjectClass tclass, boolean readOnly) {
    AccessVector needed = (readOnly ? READ : READ_WRITE).get(tclass);
    return needed == null ? AccessVector.of(tclass, "getattr") : needed;
  }
}
