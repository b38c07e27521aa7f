package sevol.selinux;

import static sevol.selinux.ObjectClass.BLK_FILE;
import static sevol.selinux.ObjectClass.CHR_FILE;
import static sevol.selinux.ObjectClass.DIR;
import static sevol.selinux.ObjectClass.FIFO_FILE;
import static sevol.selinux.ObjectClass.FILE;
import static sevol.selinux.ObjectClass.LNK_FILE;
import static sevol.selinux.ObjectClass.SOCK_FILE;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a container needs on the objects of a bind mount, by class. Reading and writing agree with
 * the sets of {@code udica/perms.py}; search, read and write are always among them, since policies
 * exist that do not constrain getattr and open by level.
 */
public final class MountPermissions {
  private static final Map<ObjectClass, List<String>> READ =
      Map.of(
          DIR, List.of("search", "read", "open", "getattr"),
          FILE, List.of("read", "open", "getattr"),
          LNK_FILE, List.of("read", "getattr"),
          SOCK_FILE, List.of("write", "getattr"),
          FIFO_FILE, List.of("read", "open", "getattr"),
          CHR_FILE, List.of("read", "open", "getattr"),
          BLK_FILE, List.of("read", "open", "getattr"));

  private static final Map<ObjectClass, List<String>> WRITE =
      Map.of(
          DIR,
          List.of(
              "search",
              "getattr",
              "write",
              "add_name",
              "remove_name",
              "create",
              "rmdir",
              "setattr"),
          FILE,
          List.of("open", "getattr", "write", "append", "create", "unlink", "rename", "setattr"),
          LNK_FILE,
          List.of("getattr", "create", "unlink"),
          SOCK_FILE,
          List.of("write", "getattr", "unlink"),
          FIFO_FILE,
          List.of("write", "open", "getattr", "unlink"),
          CHR_FILE,
          List.of("write", "open", "getattr"),
          BLK_FILE,
          List.of("write", "open", "getattr"));

  /** A script is read by its interpreter, a program mapped by the kernel's loader (fs/exec.c). */
  private static final Map<ObjectClass, List<String>> EXEC =
      Map.of(
          DIR, List.of("search", "getattr"),
          FILE, List.of("read", "open", "getattr", "execute", "execute_no_trans", "map"),
          LNK_FILE, List.of("read", "getattr"));

  private MountPermissions() {}

  /** The permissions on an object of this class for all these needs together. */
  public static AccessVector needed(ObjectClass tclass, Set<Need> needs) {
    Set<String> perms = new LinkedHashSet<>();
    for (Need need : Need.values()) {
      if (needs.contains(need)) {
        // sockets, pipes and devices have no part in running what is beside them
        List<String> others = need == Need.EXEC ? List.of() : List.of("getattr");
        perms.addAll(of(need).getOrDefault(tclass, others));
      }
    }
    return new AccessVector(tclass, perms);
  }

  private static Map<ObjectClass, List<String>> of(Need need) {
    return switch (need) {
      case READ -> READ;
      case WRITE -> WRITE;
      case EXEC -> EXEC;
    };
  }
}
