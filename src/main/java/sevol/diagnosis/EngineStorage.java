package sevol.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;

/** Where engines keep images, containers and volumes, the default places apart. */
final class EngineStorage {
  private static final int MAX_BYTES = 1 << 20;

  /** {@code graph} is the name of {@code data-root} before Docker 17.05. */
  private static final Pattern DAEMON_JSON =
      Pattern.compile("\"(?:data-root|graph)\"\\s*:\\s*\"([^\"\\\\]+)\"");

  /** containers-storage.conf(5); a value with a variable, as rootless ones have, is passed over. */
  private static final Pattern STORAGE_CONF =
      Pattern.compile(
          "^[ \\t]*(?:graphroot|runroot|imagestore)[ \\t]*=[ \\t]*[\"']([^\"'$]+)[\"']",
          Pattern.MULTILINE);

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
    Set<Path> named = new LinkedHashSet<>();
    read(root.resolve("etc/docker/daemon.json"), DAEMON_JSON, named);
    read(root.resolve("etc/containers/storage.conf"), STORAGE_CONF, named);
    Set<Path> places = new LinkedHashSet<>(named);
    named.addAll(defaults);
    for (Path place : named) {
      real(root, place).ifPresent(places::add);
    }
    defaults.forEach(places::remove);
    return places;
  }

  private static void read(Path file, Pattern setting, Set<Path> into) {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return; // the defaults hold, and storage is known by its content
    }
    Matcher matcher = setting.matcher(text);
    while (matcher.find()) {
      String place = matcher.group(1);
      if (place.matches("/+[^/\\x00][^\\x00]*")) { // no engine could use another
        into.add(Path.of(place).normalize());
      }
    }
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
