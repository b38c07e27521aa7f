package sevol.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The files below a directory, which is {@code /} but for tests. */
public final class DiskFacts implements HostFacts {
  private static final int MAX_NAMES = 20_000;

  private final Path root;

  public DiskFacts(Path root) {
    this.root = root;
  }

  /**
   * @throws NoSuchFileException for what a damaged configuration may name and no file can be called
   */
  private Path at(String path) throws NoSuchFileException {
    if (!path.startsWith("/")) {
      throw new NoSuchFileException(path);
    }
    try {
      return root.resolve(path.substring(1));
    } catch (InvalidPathException e) {
      throw new NoSuchFileException(path);
    }
  }

  @Override
  public FileText read(String path, int maxBytes) {
    try {
      Path file = at(path);
      if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
        return FileText.REFUSED; // opening a FIFO would hang
      }
      try (InputStream in = Files.newInputStream(file)) {
        String text = new String(in.readNBytes(maxBytes), StandardCharsets.UTF_8);
        return new FileText(FileText.State.READ, text);
      }
    } catch (NoSuchFileException e) {
      return FileText.ABSENT;
    } catch (IOException e) {
      return FileText.REFUSED;
    }
  }

  @Override
  public boolean exists(String path) {
    try {
      return Files.exists(at(path));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public List<String> list(String directory) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(at(directory))) {
      for (Path entry : entries) {
        if (names.size() == MAX_NAMES) {
          break;
        }
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    Collections.sort(names);
    return names;
  }

  @Override
  public Optional<Instant> modified(String path) {
    try {
      return Optional.of(Files.getLastModifiedTime(at(path)).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public OptionalLong free(String path) {
    try {
      return OptionalLong.of(Files.getFileStore(at(path)).getUsableSpace());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
