package sevol.preflight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** Real files with invented labels, mounts and permissions. */
public final class FakeTree implements FileTree {
  private final Map<Path, @Nullable SecurityContext> labels = new TreeMap<>();
  private final Map<Path, Long> mounts = new HashMap<>();
  private final Set<Path> shut = new HashSet<>();

  /** Labels a path and everything below it that has no nearer label; null for an unreadable one. */
  public FakeTree label(Path path, @Nullable String label) {
    labels.put(path, label == null ? null : SecurityContext.of(label));
    return this;
  }

  /** Makes a directory the root of a mount. */
  public FakeTree mount(Path path) {
    mounts.put(path, 100L + mounts.size());
    return this;
  }

  /** Makes an entry one that may not be looked at. */
  public FakeTree shut(Path path) {
    shut.add(path);
    return this;
  }

  @Override
  public FileStatus look(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(path.toString());
    }
    Map<String, Object> unix =
        Files.readAttributes(path, "unix:mode,ino,dev,nlink,uid", LinkOption.NOFOLLOW_LINKS);
    return new FileStatus(
        path.toString(),
        ObjectClass.ofMode(number(unix, "mode").intValue()),
        number(unix, "dev").longValue(),
        number(unix, "ino").longValue(),
        nearest(path, mounts, 1L),
        number(unix, "nlink").longValue(),
        number(unix, "uid").intValue(),
        0,
        nearest(path, labels, null));
  }

  private static Number number(Map<String, Object> attributes, String name) {
    return (Number) attributes.get(name);
  }

  private static <T> @Nullable T nearest(Path path, Map<Path, T> map, @Nullable T otherwise) {
    for (Path at = path; at != null; at = at.getParent()) {
      if (map.containsKey(at)) {
        return map.get(at);
      }
    }
    return otherwise;
  }

  /** One entry. */
  private final class Opened implements Handle {
    private final Path path;

    Opened(Path path) {
      this.path = path;
    }

    @Override
    public void set(SecurityContext label) {
      labels.put(path, label);
    }

    @Override
    public String linkTarget() throws IOException {
      return Files.isSymbolicLink(path) ? Files.readSymbolicLink(path).toString() : "";
    }
  }

  @Override
  public void walk(Path root, Visitor visitor) throws IOException {
    walk(root, root, visitor);
  }

  private boolean walk(Path root, Path at, Visitor visitor) throws IOException {
    if (shut.contains(at)) {
      visitor.unreadable(at.toString(), "EACCES: Permission denied");
      return true;
    }
    if (!at.equals(root) && mounts.containsKey(at)) {
      visitor.mount(look(at));
      return true;
    }
    if (!visitor.visit(look(at), new Opened(at))) {
      return false;
    }
    if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
      List<Path> children;
      try (Stream<Path> entries = Files.list(at)) {
        children = entries.sorted().toList();
      }
      for (Path child : children) {
        if (!walk(root, child, visitor)) {
          return false;
        }
      }
    }
    return true;
  }
}
