package sevol.container;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the engines of a host keep their bundles: the default places of Docker, containerd, Podman
 * and CRI-O, those that their configuration names, and those of rootless engines.
 */
final class EngineDirectories {
  private static final int MAX_NAMES = 8192;

  /** containerd's state directory of its own service, and of one that dockerd starts itself. */
  private static final List<String> TASKS =
      List.of(
          "run/containerd/io.containerd.runtime.v2.task",
          "run/docker/containerd/daemon/io.containerd.runtime.v2.task");

  private static final String OVERLAY = "overlay-containers";

  private final Path root;

  EngineDirectories(Path root) {
    this.root = root;
  }

  /** The directories of root's engines that are there now. */
  List<BundleDirectory> ofRoot() {
    EngineSettings settings = EngineSettings.of(root);
    List<Path> docker = places("var/lib/docker", settings.dockerRoots()).toList();
    List<BundleDirectory> found = new ArrayList<>();
    for (Path tasks : parents()) {
      for (String namespace : names(tasks)) {
        Path path = tasks.resolve(namespace);
        found.add(
            namespace.equals("moby")
                ? BundleDirectory.moby(path, docker, null)
                : new BundleDirectory(path, BundleDirectory.Layout.CONTAINERD, List.of(), null));
      }
    }
    Stream.concat(
            places("var/lib/containers/storage", settings.storage("graphroot")),
            places("run/containers/storage", settings.storage("runroot")))
        .map(storage -> storage.resolve(OVERLAY))
        .filter(Files::isDirectory)
        .forEach(storage -> found.add(BundleDirectory.storage(storage, null)));
    return found;
  }

  /** Where root's docker keeps what it knows of each container. */
  List<Path> dockerContainers() {
    return places("var/lib/docker", EngineSettings.of(root).dockerRoots())
        .map(docker -> docker.resolve("containers"))
        .toList();
  }

  private Stream<Path> places(String usual, Set<Path> configured) {
    Set<Path> places = new LinkedHashSet<>(List.of(root.resolve(usual)));
    configured.forEach(p -> places.add(root.resolve(p.toString().substring(1))));
    return places.stream();
  }

  /** Directories in which further bundle directories of root's engines appear. */
  List<Path> parents() {
    return TASKS.stream().map(root::resolve).filter(Files::isDirectory).toList();
  }

  /**
   * The directories in which a user's engines may keep theirs: Podman's, and those of rootless
   * Docker, whose {@code XDG_RUNTIME_DIR} is the host's.
   */
  List<BundleDirectory> of(Home home) {
    Path share = home.path().resolve(".local/share");
    Path run = root.resolve("run/user").resolve(Integer.toUnsignedString(home.uid()));
    return List.of(
        BundleDirectory.storage(share.resolve("containers/storage").resolve(OVERLAY), home.uid()),
        BundleDirectory.storage(run.resolve("containers").resolve(OVERLAY), home.uid()),
        BundleDirectory.moby(
            run.resolve("docker/containerd/daemon/io.containerd.runtime.v2.task/moby"),
            List.of(share.resolve("docker")),
            home.uid()));
  }

  /** The names in a directory that only root writes; none if it cannot be read. */
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
