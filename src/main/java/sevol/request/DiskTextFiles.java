package sevol.request;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of this machine, read with the rights of the process. */
public final class DiskTextFiles implements TextFiles {
  /** Largest file that is read, in bytes: fifty times the largest that people write by hand. */
  public static final int MAX_BYTES = 1 << 20;

  /** Most names that are read of one directory. */
  private static final int MAX_NAMES = 10_000;

  /** The only one there is. */
  public DiskTextFiles() {}

  @Override
  public String read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(Files.exists(file) ? "not a regular file" : "no such file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return text(in);
    }
  }

  /** All that is left of a stream, under the same bound and as strictly decoded as a file. */
  public static String text(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException("larger than " + (MAX_BYTES >> 20) + " MiB, which sevol does not read");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("not UTF-8", e);
    }
  }

  @Override
  public boolean exists(Path file) {
    return Files.exists(file) && !Files.isDirectory(file);
  }

  @Override
  public List<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.limit(MAX_NAMES).sorted().toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of();
    }
  }
}
