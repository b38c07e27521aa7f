package sevol.diagnosis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sevol.container.EngineSettings;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;

/** Where engines keep images, containers and volumes, the default places apart. */
final class EngineStorage {
  /** What containers/storage and dockerd make at the top of their storage, by driver. */
  private static final List<String> MARKS =
      List.of(
          "overlay-containers",
          "overlay-images",
          "vfs-containers",
          "vfs-images",
          "overlay2",
          "image/overlay2");

  private EngineStorage() {}

  /**
   * What the engines' files name, and where the default places are links, what they lead to.
   *
   * @param root {@code /}, but for tests
   */
  static Set<Path> configured(Path root, List<Path> defaults) {
    EngineSettings settings = EngineSettings.of(root);
    Set<Path> named = new LinkedHashSet<>(settings.dockerRoots());
    List.of("runroot", "graphroot", "imagestore")
        .forEach(key -> named.addAll(settings.storage(key)));
    Set<Path> places = new LinkedHashSet<>(named);
    named.addAll(defaults);
    for (Path place : named) {
      real(root, place).ifPresent(places::add);
    }
    defaults.forEach(places::remove);
    return places;
  }

  private static Optional<Path> real(Path root, Path place) {
    try {
      Path top = root.toRealPath();
      Path real = top.resolve(place.toString().substring(1)).toRealPath();
      boolean below = real.startsWith(top) && !real.equals(top);
      return below ? Optional.of(Path.of("/").resolve(top.relativize(real))) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // not there
    }
  }

  /** The top of the storage that this path is in, told by what engines make there. */
  static Optional<Path> topOf(FileTree tree, Path path) {
    for (Path at = path; at != null && at.getNameCount() > 0; at = at.getParent()) {
      for (String mark : MARKS) {
        if (isDirectory(tree, at.resolve(mark))) {
          return Optional.of(at);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isDirectory(FileTree tree, Path path) {
    try {
      return tree.look(path).tclass().equals(ObjectClass.DIR);
    } catch (IOException e) {
      return false; // not there, as in nearly every directory
    }
  }
}
