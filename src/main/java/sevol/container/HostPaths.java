package sevol.container;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;

/**
 * Looks at paths of the host over links, never through an automount point. A look can still hang on
 * a dead server or a user's FUSE process.
 */
public final class HostPaths {
  /** MAXSYMLINKS of the kernel. */
  private static final int MAX_LINKS = 40;

  private final FileTree tree;
  private final MountTable table;

  /** Looks with the mounts as they were when the table was read. */
  public HostPaths(FileTree tree, MountTable table) {
    this.tree = tree;
    this.table = table;
  }

  /**
   * What a path leads to; its {@link FileStatus#path} has no link in it.
   *
   * @return empty if it is not there, not for us to see, or not mounted yet
   */
  public Optional<FileStatus> look(Path path) {
    Path at = path.toAbsolutePath().normalize();
    for (int links = 0; links < MAX_LINKS && !table.isAutomount(at); links++) {
      try {
        return Optional.of(tree.look(at));
      } catch (FileSystemLoopException e) {
        Path next = throughLink(at, String.valueOf(e.getFile()));
        if (next == null) {
          return Optional.empty();
        }
        at = next;
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * The path with its first link followed, null if that is a link no more. What precedes a link is
   * without links, so that {@code ..} in its target can be resolved by name but for a further link
   * in the target itself; whoever relies on the object proves it by its inode.
   */
  private static @Nullable Path throughLink(Path path, String first) {
    Path link = MountTable.pathOf(first).orElse(path);
    Path parent = link.getParent();
    if (parent == null || !path.startsWith(link)) {
      return null;
    }
    try {
      Path target = parent.resolve(Files.readSymbolicLink(link));
      return target.resolve(link.relativize(path)).normalize();
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }
}
