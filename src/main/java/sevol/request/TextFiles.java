package sevol.request;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that a request is read from: compose files, env files, units. Who calls decides what
 * may be opened; every path is absolute.
 */
public interface TextFiles {
  /**
   * The whole text of a file, decoded strictly as UTF-8.
   *
   * @throws IOException if it cannot be read; if it is too large, not regular or not UTF-8 the
   *     message says so in a few words
   */
  String read(Path file) throws IOException;

  /** Whether there is a file, or anything else that is not a directory, at the path. */
  boolean exists(Path file);

  /** What a directory holds, sorted by name; empty if it cannot be read or is none. */
  List<Path> list(Path directory);
}
