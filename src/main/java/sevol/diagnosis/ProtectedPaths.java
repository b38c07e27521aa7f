package sevol.diagnosis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileTree;

/**
 * The paths that belong to the host: labels that suit a container would break what else uses them.
 * A dedicated directory below a home or below {@code /srv} is not among them.
 */
public final class ProtectedPaths {
  /** Whole trees that the policy labels for the system's own programs. */
  private static final List<Path> SYSTEM =
      paths(
          "/etc /usr /bin /sbin /lib /lib32 /lib64 /libx32 /boot /efi /dev /proc /sys /run /var/run"
              + " /ostree /sysroot /snap /nix /var/log /var/mail /var/spool/mail /var/spool/cron"
              + " /var/cache/apt /var/cache/dnf /var/cache/libdnf5",
          // state of the host's own programs
          "/var/lib/selinux /var/lib/sevol /var/lib/rpm /var/lib/dpkg /var/lib/apt /var/lib/dnf"
              + " /var/lib/pacman /var/lib/PackageKit /var/lib/ostree /var/lib/snapd"
              + " /var/lib/systemd /var/lib/private /var/lib/dbus /var/lib/sss /var/lib/sudo"
              + " /var/lib/polkit-1 /var/lib/NetworkManager /var/lib/cloud /var/lib/nfs"
              + " /var/lib/etcd /var/lib/libvirt");

  /** Whole trees in which an engine or kubelet keeps images, containers and volumes. */
  private static final List<Path> STORAGE =
      paths(
          "/var/lib/docker /var/lib/containers /var/lib/containerd /var/lib/kubelet /var/lib/crio"
              + " /var/lib/cni /var/lib/rancher /var/lib/buildkit /var/lib/longhorn /var/lib/lxc"
              + " /var/lib/lxd /var/lib/incus /var/lib/machines");

  /** Directories shared by many owners; what is below them is fine. */
  private static final List<Path> SHARED =
      paths(
          "/ /home /srv /opt /mnt /media /var /tmp /var/tmp /var/lib /var/cache /var/spool"
              + " /var/opt /var/mnt /var/srv /var/home /var/local");

  /** Trees of which nobody may set any part aside: the host would not come up, or not be safe. */
  private static final List<Path> NEVER =
      paths(
          "/proc /sys /dev /boot /efi /etc/selinux /etc/passwd /etc/shadow /etc/group /etc/gshadow"
              + " /etc/pki /etc/ssh /etc/pam.d /etc/security /etc/sudoers /etc/sudoers.d"
              + " /var/lib/selinux /var/lib/sevol");

  /** Names in a home that hold keys. */
  private static final Set<String> KEYS = Set.of(".ssh", ".gnupg");

  /** Every child of these is a home, whether or not an account says so. */
  private static final List<Path> HOME_PARENTS = paths("/home /var/home");

  private final Set<Path> homes;
  private final List<Path> storage;
  private final @Nullable FileTree tree;

  /** Protects the system, and these homes besides {@code /root} and the children of /home. */
  public ProtectedPaths(List<Path> homes) {
    this(homes, Set.of(), null);
  }

  private ProtectedPaths(List<Path> homes, Set<Path> moreStorage, @Nullable FileTree tree) {
    Set<Path> all = new LinkedHashSet<>(paths("/root /var/roothome"));
    homes.stream().filter(h -> h.isAbsolute() && h.getNameCount() > 0).forEach(all::add);
    this.homes = Set.copyOf(all);
    this.storage = Stream.concat(STORAGE.stream(), moreStorage.stream()).toList();
    this.tree = tree;
  }

  /**
   * The homes of a host's accounts (passwd(5)) and the storage that the files of its engines name.
   *
   * @param root {@code /}, but for tests
   */
  public static ProtectedPaths ofHost(Path root) {
    Set<Path> storage = EngineStorage.configured(root, STORAGE);
    List<Path> homes = new ArrayList<>();
    Path passwd = root.resolve("etc/passwd");
    try {
      for (String line : Files.readString(passwd, StandardCharsets.ISO_8859_1).split("\n", -1)) {
        String[] field = line.split(":", -1);
        if (field.length == 7 && field[5].startsWith("/") && field[5].indexOf('\0') < 0) {
          homes.add(Path.of(field[5]).normalize());
        }
      }
    } catch (IOException e) {
      homes.clear(); // a host without one: /root and /home/* still hold
    }
    return new ProtectedPaths(homes, storage, null);
  }

  /** The same, and storage that no file names but its content tells. */
  public ProtectedPaths lookingInto(FileTree files) {
    return new ProtectedPaths(List.copyOf(homes), Set.copyOf(storage), files);
  }

  /** The directories that are protected with all that is below them. */
  List<Path> roots() {
    return Stream.concat(SYSTEM.stream(), storage.stream()).distinct().toList();
  }

  /**
   * Why this path is the host's own, as a sentence without a full stop.
   *
   * @param realPath absolute, every link resolved
   * @return empty if the path may be given to containers
   */
  public Optional<String> why(Path realPath) {
    return of(realPath).map(Protection::why);
  }

  /** The same, with whether somebody who knows the path may set it aside. */
  public Optional<Protection> of(Path realPath) {
    Path path = realPath.normalize();
    Optional<Path> tree = treeOf(path, storage);
    String what = " is the storage of a container engine";
    if (tree.isEmpty()) {
      tree = treeOf(path, SYSTEM);
      what = " belongs to the system";
    }
    if (tree.isPresent()) {
      boolean absolute = tree.get().equals(path) || treeOf(path, NEVER).isPresent();
      return Optional.of(new Protection(tree.get() + what, absolute));
    }
    if (SHARED.contains(path)) {
      return Optional.of(
          new Protection(
              path + " is shared by the whole host; give containers a directory below it", true));
    }
    Optional<Protection> home = ofHome(path);
    return home.isPresent() ? home : ofContent(path);
  }

  private Optional<Protection> ofContent(Path path) {
    return Optional.ofNullable(tree)
        .flatMap(files -> EngineStorage.topOf(files, path))
        .map(top -> new Protection(top + " looks like the storage of a container engine", false));
  }

  private Optional<Protection> ofHome(Path path) {
    if (isHome(path)) {
      return Optional.of(
          new Protection(
              path + " is a home directory; give containers a directory below it", true));
    }
    for (Path at = path; at != null; at = at.getParent()) {
      Path above = at.getParent();
      boolean dot = at.getFileName() != null && at.getFileName().toString().startsWith(".");
      if (dot && above != null && isHome(above)) {
        return Optional.of(
            new Protection(
                at + " holds settings or keys of a home directory",
                KEYS.contains(at.getFileName().toString())));
      }
    }
    for (Path home : homes) {
      if (home.startsWith(path)) {
        return Optional.of(new Protection(path + " holds the home directory " + home, true));
      }
    }
    return aboveTree(path);
  }

  private Optional<Protection> aboveTree(Path path) {
    return roots().stream()
        .filter(root -> root.startsWith(path))
        .findFirst()
        .map(root -> new Protection(path + " holds " + root, true));
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

  private static List<Path> paths(String... lists) {
    return Arrays.stream(lists)
        .flatMap(names -> Arrays.stream(names.split(" ", -1)))
        .map(Path::of)
        .toList();
  }
}
