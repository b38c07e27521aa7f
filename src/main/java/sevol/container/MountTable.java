package sevol.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mounts of one mount namespace at one moment, in the order in which they were listed. */
public final class MountTable {
  /** Far above the 100,000 mounts that the kernel allows by default ({@code fs.mount-max}). */
  private static final int MAX_BYTES = 64 << 20;

  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-3][0-7]{2})");
  private static final Pattern NUMBERS = Pattern.compile("\\d{1,7}:\\d{1,7}");

  /** A kernel device name has at most 31 characters; a slash in it is "!" in sysfs. */
  private static final Pattern BLOCK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_!.-]{0,31}");

  private static final String AUTOFS = "autofs";

  private final List<Mount> mounts;
  private final Path sysBlock;

  private MountTable(List<Mount> mounts, Path sysBlock) {
    this.mounts = List.copyOf(mounts);
    this.sysBlock = sysBlock;
  }

  /**
   * The mounts that this process sees.
   *
   * @param root what holds {@code proc} and {@code sys}: {@code /}, but for tests
   */
  public static MountTable of(Path root) throws IOException {
    try (InputStream in = Files.newInputStream(root.resolve("proc/self/mountinfo"))) {
      String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
      return parse(text, root.resolve("sys/class/block"));
    }
  }

  /** The same; nothing is known of mounts if they cannot be read. */
  static MountTable ofOrEmpty(Path root) {
    try {
      return of(root);
    } catch (IOException e) {
      return parse("", root); // then no device name proves anything
    }
  }

  /** Reads mountinfo text; lines that are not of its form are left out. */
  static MountTable parse(String text, Path sysBlock) {
    List<Mount> mounts = new ArrayList<>();
    text.lines().forEach(line -> line(line).ifPresent(mounts::add));
    return new MountTable(mounts, sysBlock);
  }

  private static Optional<Mount> line(String line) {
    String[] field = line.split(" ", -1);
    int dash = 6;
    while (dash < field.length && !field[dash].equals("-")) {
      dash++;
    }
    if (dash + 2 >= field.length) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Mount(
              Long.parseLong(field[0]),
              Long.parseLong(field[1]),
              Mount.device(field[2]),
              unescape(field[3]),
              unescape(field[4]),
              field[5],
              unescape(field[dash + 1]),
              unescape(field[dash + 2]),
              dash + 3 < field.length ? field[dash + 3] : ""));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String unescape(String field) {
    return field.indexOf('\\') < 0
        ? field
        : ESCAPE
            .matcher(field)
            .replaceAll(
                m ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(m.group(1), 8))));
  }

  /** Every mount, in the kernel's order. */
  public List<Mount> mounts() {
    return mounts;
  }

  /** The mount with this id ({@code stx_mnt_id}). */
  public Optional<Mount> byId(long id) {
    return mounts.stream().filter(m -> m.id() == id).findFirst();
  }

  /**
   * The mount that holds a path, found as the kernel's path walk finds it: from the root mount
   * always to the child that is met first. So a mount that covers others hides them.
   *
   * @param path absolute, without links
   */
  public Optional<Mount> byPath(Path path) {
    String name = path.toString();
    Optional<Mount> at =
        mounts.stream()
            .filter(m -> m.covers(name) && mounts.stream().noneMatch(p -> isParent(p, m)))
            .max(Comparator.comparingInt(m -> m.mountpoint().length()));
    for (int depth = 0; at.isPresent() && depth < mounts.size(); depth++) {
      Mount here = at.get();
      Optional<Mount> next =
          mounts.stream()
              .filter(m -> isParent(here, m) && m.covers(name))
              .min(Comparator.comparingInt(m -> m.mountpoint().length()));
      if (next.isEmpty()) {
        return at;
      }
      at = next;
    }
    return at;
  }

  /**
   * True if a look-up below this path would wake an automounter: nothing is mounted there yet. An
   * {@code O_PATH} open of the point itself does not (fs/namei.c, follow_automount), but that of a
   * name in the root of an indirect map does (fs/autofs/root.c, autofs_lookup).
   *
   * @param path absolute, without links
   */
  public boolean isAutomount(Path path) {
    String name = path.toString();
    return mounts.stream().anyMatch(m -> m.fstype().equals(AUTOFS) && m.covers(name))
        && byPath(path).filter(m -> m.fstype().equals(AUTOFS)).isPresent();
  }

  private static boolean isParent(Mount parent, Mount child) {
    return parent.id() == child.parent() && parent.id() != child.id();
  }

  /**
   * The superblocks that a denial's {@code dev=} can mean. The kernel prints {@code s_id}: the
   * block device's name, {@code MAJOR:MINOR} for NFS, the type's name for overlay, tmpfs, FUSE and
   * other file systems without a device, one member's name for btrfs.
   *
   * @return device numbers as {@link Mount#device()} has them; several where the name is a type's
   */
  public Set<Long> devices(String name) {
    Set<Long> found = new LinkedHashSet<>();
    if (NUMBERS.matcher(name).matches()) {
      found.add(Mount.device(name));
      return found;
    }
    for (Mount m : mounts) {
      // s_id of fuse.sshfs is "fuse"; of btrfs the name of the device that mount(8) named
      if (m.fstype().equals(name)
          || m.fstype().startsWith(name + ".")
          || m.source().equals("/dev/" + name)) {
        found.add(m.device());
      }
    }
    if (BLOCK.matcher(name).matches()) {
      blockDevice(name.replace('/', '!')).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Long> blockDevice(String name) {
    try (InputStream in = Files.newInputStream(sysBlock.resolve(name).resolve("dev"))) {
      String text = new String(in.readNBytes(32), StandardCharsets.US_ASCII).strip();
      return Optional.of(Mount.device(text));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // no such device now: a name that is not proved
    }
  }

  /**
   * Where a path of a file system is seen in this namespace.
   *
   * @param device the superblock
   * @param path absolute within the file system
   * @return empty if no mount shows it or another mount hides it
   */
  public Optional<Path> hostPath(long device, String path) {
    for (Mount m : mounts) {
      if (m.device() == device && Mount.isPrefix(m.root(), path)) {
        String rest = m.root().equals("/") ? path : path.substring(m.root().length());
        String base = m.mountpoint().equals("/") ? "" : m.mountpoint();
        Optional<Path> host = pathOf(rest.isEmpty() || rest.equals("/") ? base : base + rest);
        if (host.isPresent() && byPath(host.get()).filter(m::equals).isPresent()) {
          return host;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Every path under which the object at a path may be known: itself, and where other mounts show
   * the same place of its file system, hidden or not. A bind mount of /etc is /etc by another name.
   *
   * @param real absolute, without links
   */
  public Set<Path> aliases(Path real) {
    Set<Path> aliases = new LinkedHashSet<>(Set.of(real));
    Optional<Mount> holder = byPath(real);
    if (holder.isPresent()) {
      Mount at = holder.get();
      String below = below(at.mountpoint(), real.toString());
      String inside = at.root().equals("/") && !below.isEmpty() ? below : at.root() + below;
      for (Mount m : mounts) {
        if (m.device() == at.device() && Mount.isPrefix(m.root(), inside)) {
          String base = m.mountpoint().equals("/") ? "" : m.mountpoint();
          pathOf(base + below(m.root(), inside)).ifPresent(aliases::add);
        }
      }
    }
    return aliases;
  }

  /** What follows the directory in the path, with its slash; empty if they are the same. */
  private static String below(String directory, String path) {
    return directory.equals("/")
        ? (path.equals("/") ? "" : path)
        : path.substring(directory.length());
  }

  /** The text as a path; empty for what the JVM's locale cannot express. */
  static Optional<Path> pathOf(String text) {
    try {
      return Optional.of(Path.of(text.isEmpty() ? "/" : text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
