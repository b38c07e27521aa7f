package sevol.container;

import java.nio.file.Path;

/**
 * A directory in which an engine keeps one sub-directory for each container, named by its id.
 *
 * @param path the directory
 * @param layout whose layout it has
 * @param own true if a user other than root writes it, so that nothing in it can be believed over
 *     what root's engines say
 */
record BundleDirectory(Path path, Layout layout, boolean own) {

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

  /** The configuration of the container with this id. */
  Path config(String id) {
    return path.resolve(id).resolve(layout.config);
  }
}
