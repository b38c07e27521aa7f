package sevol.request;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The little that an engine's command looks up on the host while it reads its options. */
interface HostPaths {
  /**
   * The paths that a pattern names, as Go's {@code filepath.Glob} finds them.
   *
   * @throws InvalidRequestException if the pattern is malformed or names too many
   */
  List<String> matches(String pattern) throws InvalidRequestException;

  /** The path with its links resolved, or as it is where that cannot be done. */
  Path resolved(Path path);

  /** Those of this host. */
  static HostPaths real(Path directory) {
    GlobWalk walk = new GlobWalk(directory);
    return new HostPaths() {
      @Override
      public List<String> matches(String pattern) throws InvalidRequestException {
        return walk.matches(pattern);
      }

      @Override
      public Path resolved(Path path) {
        try {
          return path.toRealPath();
        } catch (IOException e) {
          return path; // what is wrong with it is told when it is looked at
        }
      }
    };
  }
}
