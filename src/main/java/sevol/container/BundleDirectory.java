package sevol.container;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory in which an engine keeps one sub-directory for each container, named by its id.
 *
 * @param path the directory
 * @param layout whose layout it has
 * @param names the files that hold the containers' names: lists of containers/storage, or Docker's
 *     {@code containers} directories; none for other layouts
 * @param owner the user who writes it, so that nothing in it can be believed over what root's
 *     engines say; null if only root can
 */
record BundleDirectory(Path path, Layout layout, List<Path> names, @Nullable Integer owner) {

  /** Where the configuration of a container stands below its directory. */
  enum Layout {
    /** containerd's task directory of the namespace {@code moby}. */
    MOBY("config.json"),
    /** containerd's task directory of any other namespace. */
    CONTAINERD("config.json"),
    /** containers/storage, which Podman and CRI-O use. */
    STORAGE("userdata/config.json");

    private final String config;

    Layout(String config) {
      this.config = config;
    }
  }

  /** Of containers/storage, whose lists of names stand in it. */
  static BundleDirectory storage(Path path, @Nullable Integer owner) {
    List<Path> lists =
        List.of(path.resolve("containers.json"), path.resolve("volatile-containers.json"));
    return new BundleDirectory(path, Layout.STORAGE, lists, owner);
  }

  /** Of Docker's containerd. */
  static BundleDirectory moby(Path path, List<Path> dockerRoots, @Nullable Integer owner) {
    List<Path> containers = dockerRoots.stream().map(r -> r.resolve("containers")).toList();
    return new BundleDirectory(path, Layout.MOBY, containers, owner);
  }

  /** The configuration of the container with this id. */
  Path config(String id) {
    return path.resolve(id).resolve(layout.config);
  }
}
