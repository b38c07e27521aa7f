package sevol.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a package, sorted, all of root's. Modes are 755 and 644, times that of the release,
 * so that nothing of the machine that builds gets in.
 *
 * @param root what becomes {@code /}
 * @param time of every file
 */
record PackageTree(Path root, Instant time) {

  /** What an entry is. */
  enum Kind {
    DIRECTORY,
    FILE,
    LINK
  }

  /**
   * One entry.
   *
   * @param path absolute, as installed
   * @param target of a link
   */
  record Entry(String path, Path source, Kind kind, int mode, String target) {

    boolean isSetting() {
      return path.startsWith("/etc/") && kind == Kind.FILE;
    }

    /** Whether nobody else has the directory. */
    boolean isOurs() {
      return path.contains("/sevol");
    }
  }

  /** Everything but what is for other machines, and what only the other kind of package has. */
  List<Entry> entries(Architecture architecture, Set<String> without) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(path -> !path.equals(root))
          .filter(path -> !architecture.leavesOut(installed(path)))
          .filter(path -> without.stream().noneMatch(installed(path)::startsWith))
          .sorted()
          .map(this::entry)
          .toList();
    }
  }

  private String installed(Path path) {
    return "/" + root.relativize(path);
  }

  private Entry entry(Path path) {
    if (Files.isSymbolicLink(path)) {
      return new Entry(installed(path), path, Kind.LINK, 0777, target(path));
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return new Entry(installed(path), path, Kind.DIRECTORY, 0755, "");
    }
    return new Entry(installed(path), path, Kind.FILE, Files.isExecutable(path) ? 0755 : 0644, "");
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
