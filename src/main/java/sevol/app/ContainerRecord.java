package sevol.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import sevol.container.Container;
import sevol.evidence.ContainerLines;

/**
 * The newest containers of root's engines, gone or not, in a file of root's: of most ({@code run
 * --rm}) nothing else is left when their denial is to be fixed, or a fix that a reset cut off.
 */
final class ContainerRecord {
  private static final String FILE = "containers.json";
  private static final int MOST = 1000;

  private final Path file;
  private final Deque<Container> newest = new ArrayDeque<>();

  /**
   * A record that goes on from what is there.
   *
   * @param directory for example {@code /var/lib/sevol/containers}
   * @throws IOException if what is there cannot be read
   */
  ContainerRecord(Path directory) throws IOException {
    this.file = directory.resolve(FILE);
    newest.addAll(read(directory));
  }

  /** Adds one; a user's own, whose files he can write as he likes, is none of these. */
  synchronized void add(Container container) throws IOException {
    if (container.owner() != null) {
      return;
    }
    newest.removeIf(c -> c.id().equals(container.id()));
    newest.addLast(container);
    while (newest.size() > MOST) {
      newest.removeFirst();
    }
    Path fresh = file.resolveSibling(FILE + ".new");
    Files.writeString(fresh, ContainerLines.write(List.copyOf(newest)), StandardCharsets.UTF_8);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Those of the file; none where there is none. */
  static List<Container> read(Path directory) throws IOException {
    try {
      return ContainerLines.read(Files.readString(directory.resolve(FILE)));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
