package sevol.diagnosis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The paths that belong to the host: labels that suit a container would break what else uses them.
 * A dedicated directory below a home or below {@code /srv} is not among them.
 */
public final class ProtectedPaths {
  /** Whole trees that the policy labels for the system's own programs. */
  private static final List<Path> SYSTEM =
      paths(
          "/etc /usr /bin /sbin /lib /lib32 /lib64 /libx32 /boot /dev /proc /sys /run /var/run"
              + " /var/log /var/lib/selinux /ostree /sysroot");

  /** Whole trees in which an engine or kubelet keeps images, containers and volumes. */
  private static final List<Path> STORAGE =
      paths(
          "/var/lib/docker /var/lib/containers /var/lib/containerd /var/lib/kubelet /var/lib/crio"
              + " /var/lib/cni /var/lib/rancher");

  /** Directories shared by many owners; what is below them is fine. */
  private static final List<Path> SHARED =
      paths(
          "/ /home /srv /opt /mnt /media /var /tmp /var/tmp /var/lib /var/cache /var/spool"
              + " /var/opt /var/mnt /var/srv /var/home /var/local");

  /** Every child of these is a home, whether or not an account says so. */
  private static final List<Path> HOME_PARENTS = paths("/home /var/home");

  private final Set<Path> homes;

  /** Protects the system, and these homes besides {@code /root} and the children of /home. */
  public ProtectedPaths(List<Path> homes) {
    Set<Path> all = new LinkedHashSet<>(paths("/root /var/roothome"));
    homes.stream().filter(h -> h.isAbsolute() && h.getNameCount() > 0).forEach(all::add);
    this.homes = Set.copyOf(all);
  }

  /** The homes of this host's accounts, from a file in the format of passwd(5). */
  public static ProtectedPaths ofHost(Path passwd) {
    List<Path> homes = new ArrayList<>();
    try {
      for (String line : Files.readString(passwd, StandardCharsets.ISO_8859_1).split("\n", -1)) {
        String[] field = line.split(":", -1);
        if (field.length == 7 && field[5].startsWith("/") && field[5].indexOf('\0') < 0) {
          homes.add(Path.of(field[5]).normalize());
        }
      }
    } catch (IOException e) {
      return new ProtectedPaths(List.of()); // a host without one: /root and /home/* still hold
    }
    return new ProtectedPaths(homes);
  }

  /**
   * Why this path is the host's own, as a sentence without a full stop.
   *
   * @param realPath absolute, every link resolved
   * @return empty if the path may be given to containers
   */
  public Optional<String> why(Path realPath) {
    Path path = realPath.normalize();
    Optional<Path> storage = treeOf(path, STORAGE);
    if (storage.isPresent()) {
      return Optional.of(storage.get() + " is the storage of a container engine");
    }
    Optional<Path> system = treeOf(path, SYSTEM);
    if (system.isPresent()) {
      return Optional.of(system.get() + " belongs to the system");
    }
    if (SHARED.contains(path)) {
      return Optional.of(
          path + " is shared by the whole host; give containers a directory below it");
    }
    return whyHome(path);
  }

  private Optional<String> whyHome(Path path) {
    if (isHome(path)) {
      return Optional.of(path + " is a home directory; give containers a directory below it");
    }
    for (Path at = path; at != null; at = at.getParent()) {
      Path above = at.getParent();
      boolean dot = at.getFileName() != null && at.getFileName().toString().startsWith(".");
      if (dot && above != null && isHome(above)) {
        return Optional.of(at + " holds settings or keys of a home directory");
      }
    }
    for (Path home : homes) {
      if (home.startsWith(path)) {
        return Optional.of(path + " holds the home directory " + home);
      }
    }
    return aboveTree(path);
  }

  private static Optional<String> aboveTree(Path path) {
    for (List<Path> trees : List.of(SYSTEM, STORAGE)) {
      for (Path tree : trees) {
        if (tree.startsWith(path)) {
          return Optional.of(path + " holds " + tree);
        }
      }
    }
    return Optional.empty();
  }

  private boolean isHome(Path path) {
    Path parent = path.getParent();
    return homes.contains(path) || (parent != null && HOME_PARENTS.contains(parent));
  }

  /** True below the kernel's own file systems, whose labels no mount option changes. */
  static boolean isKernelTree(Path path) {
    return treeOf(path.normalize(), paths("/proc /sys /dev")).isPresent();
  }

  private static Optional<Path> treeOf(Path path, List<Path> trees) {
    return trees.stream().filter(path::startsWith).findFirst();
  }

  private static List<Path> paths(String names) {
    List<Path> paths = new ArrayList<>();
    for (String name : names.split(" ", -1)) {
      paths.add(Path.of(name));
    }
    return List.copyOf(paths);
  }
}
