package sevol.diagnosis;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sevol.selinux.Denial;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** What kind of object a denial is about, told from its class, names and device. */
enum ObjectKind {
  /** A capability, socket, process, key, message queue …: no label of a file decides. */
  NO_FILE,
  /** An entry of /proc that carries the context of the process it stands for. */
  PROCESS_ENTRY,
  /** A mount that the container makes. */
  MOUNTING,
  /** A terminal or pseudo-terminal. */
  TERMINAL,
  /** A pipe, socket or namespace that came as an open descriptor. */
  PIPE,
  /** Shared memory with a name that only looks like a path. */
  MEMORY,
  /** A device node. */
  DEVICE,
  /** Anything that stands in a file system. */
  FILE;

  private static final Set<String> FILE_CLASSES =
      Set.of("file", "dir", "lnk_file", "sock_file", "fifo_file", "chr_file", "blk_file");

  private static final Pattern TERMINALS =
      Pattern.compile("(?:\\w+_)?devpts_t|(?:\\w+_)?tty_device_t|tty_device_t|\\w*_pty_t");

  /** How d_path prints what has no path (pipefs, sockfs, nsfs, anonymous inodes). */
  private static final Pattern HANDED =
      Pattern.compile(
          "(?:pipe|socket|mnt|net|pid|ipc|uts|user|cgroup|time):\\[\\d+\\]|anon_inode:.*");

  private static final Set<String> HANDED_DEVICES =
      Set.of("pipefs", "sockfs", "nsfs", "anon_inodefs", "pidfs");

  /** {@code memfd_create(2)}, {@code shmget(2)}, shared anonymous memory, aio and GPU memory. */
  private static final Pattern MEMORY_NAMES =
      Pattern.compile(
          "/memfd:.*|/SYSV[0-9a-f]{8}.*|/dev/zero \\(deleted\\)|/\\[aio\\].*"
              + "|/(?:i915|drm mm object).*");

  /** Where such memory lives; on any other device the name is that of a real file. */
  private static final Set<String> MEMORY_DEVICES =
      Set.of("", "tmpfs", "hugetlbfs", "anon_hugepage");

  static ObjectKind of(Denial d) {
    String tclass = d.tclass() == null ? "file" : d.tclass().name();
    SecurityContext t = d.tcontext();
    boolean process = t != null && t.role() != null && !t.isObject();
    if (tclass.equals("filesystem")) {
      return MOUNTING;
    }
    if (d.tclass() != null && isNoFileClass(d.tclass())) {
      return NO_FILE;
    }
    String dev = orEmpty(d.dev());
    if (HANDED_DEVICES.contains(dev) || (dev.isEmpty() && HANDED.matcher(name(d)).matches())) {
      return PIPE;
    }
    if (process) {
      return tclass.equals("fifo_file") ? PIPE : PROCESS_ENTRY;
    }
    if (d.perms().contains("mounton") && ContainerDomains.isContainer(d.scontext())) {
      return MOUNTING;
    }
    if (MEMORY_DEVICES.contains(dev) && MEMORY_NAMES.matcher(name(d)).matches()) {
      return MEMORY;
    }
    if (tclass.equals("chr_file") || tclass.equals("blk_file")) {
      return t != null && TERMINALS.matcher(t.type()).matches() ? TERMINAL : DEVICE;
    }
    return FILE;
  }

  static boolean isNoFileClass(ObjectClass tclass) {
    return !FILE_CLASSES.contains(tclass.name());
  }

  /** True for what is left of a file class where a record was cut off; no class is so named. */
  static boolean isCut(ObjectClass tclass) {
    return isNoFileClass(tclass)
        && FILE_CLASSES.stream().anyMatch(c -> c.startsWith(tclass.name()));
  }

  private static String name(Denial d) {
    return d.path() != null ? d.path() : orEmpty(d.name());
  }

  private static String orEmpty(@Nullable String s) {
    return s == null ? "" : s;
  }
}
