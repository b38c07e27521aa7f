package sevol.container;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The port to files that an ordinary user owns and may swap at any moment for a link, a FIFO or
 * something huge.
 */
public interface EngineFiles {
  /**
   * Reads a regular file without following a link in any component, without waiting for a FIFO's
   * writer, and without touching an automount point.
   *
   * @throws IOException also if it is no regular file, not owned by {@code uid}, or larger than
   *     {@code maxBytes}
   */
  byte[] read(Path file, int maxBytes, int uid) throws IOException;
}
