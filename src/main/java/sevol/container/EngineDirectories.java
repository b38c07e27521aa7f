package sevol.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sevol.container.BundleDirectory.Layout;

/**
 * Where the engines of a host keep their bundles: the default places of Docker, containerd, Podman
 * and CRI-O, and of rootless Podman below the homes.
 */
final class EngineDirectories {
  private static final int MAX_NAMES = 8192;

  /** containerd's state directory of its own service, and of one that dockerd starts itself. */
  private static final List<String> TASKS =
      List.of(
          "run/containerd/io.containerd.runtime.v2.task",
          "run/docker/containerd/daemon/io.containerd.runtime.v2.task");

  private static final List<String> STORAGES =
      List.of(
          "var/lib/containers/storage/overlay-containers",
          "run/containers/storage/overlay-containers");

  private static final String ROOTLESS = ".local/share/containers/storage/overlay-containers";

  private final Path root;

  EngineDirectories(Path root) {
    this.root = root;
  }

  /** The directories that are there now, root's before the users'. */
  List<BundleDirectory> present() {
    List<BundleDirectory> found = new ArrayList<>();
    for (Path tasks : parents()) {
      for (String namespace : names(tasks)) {
        Layout layout = namespace.equals("moby") ? Layout.MOBY : Layout.CONTAINERD;
        found.add(new BundleDirectory(tasks.resolve(namespace), layout, false));
      }
    }
    for (String storage : STORAGES) {
      add(found, root.resolve(storage), false);
    }
    for (Path home : homes()) {
      add(found, home.resolve(ROOTLESS), true);
    }
    return found;
  }

  /** Directories in which further bundle directories appear. */
  List<Path> parents() {
    return TASKS.stream().map(root::resolve).filter(Files::isDirectory).toList();
  }

  private static void add(List<BundleDirectory> found, Path directory, boolean own) {
    if (own ? isReal(directory) : Files.isDirectory(directory)) {
      found.add(new BundleDirectory(directory, Layout.STORAGE, own));
    }
  }

  /** A user could point a link at a directory that only root may read. */
  private static boolean isReal(Path directory) {
    try {
      return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
          && directory.toRealPath().equals(directory.toAbsolutePath());
    } catch (IOException e) {
      return false;
    }
  }

  private Set<Path> homes() {
    Set<Path> homes = new LinkedHashSet<>();
    Path parent = root.resolve("home");
    names(parent).forEach(n -> MountTable.pathOf(n).map(parent::resolve).ifPresent(homes::add));
    try (InputStream in = Files.newInputStream(root.resolve("etc/passwd"))) {
      String passwd = new String(in.readNBytes(1 << 20), StandardCharsets.UTF_8);
      passwd.lines().map(line -> line.split(":", -1)).forEach(f -> addHome(homes, f));
    } catch (IOException e) {
      return homes; // /home alone then
    }
    return homes;
  }

  private void addHome(Set<Path> homes, String[] passwd) {
    // root's storage is the system's; service accounts share / and /nonexistent
    if (passwd.length == 7 && passwd[5].length() > 1 && !passwd[2].equals("0")) {
      MountTable.pathOf(passwd[5].substring(1)).map(root::resolve).ifPresent(homes::add);
    }
  }

  /** The names in a directory; none if it cannot be read. */
  static List<String> names(Path directory) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (names.size() < MAX_NAMES) {
          names.add(String.valueOf(entry.getFileName()));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return names; // gone, or not for us: what was seen so far
    }
    return names;
  }
}
