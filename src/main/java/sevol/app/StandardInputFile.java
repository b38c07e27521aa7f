package sevol.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.request.DiskTextFiles;
import sevol.request.TextFiles;

/** Files, of which one is the standard input. */
final class StandardInputFile implements TextFiles {
  /** Its name, which a project without a directory of its own has. */
  static final Path PATH = Path.of("standard input").toAbsolutePath();

  private final TextFiles files;
  private final InputStream input;
  private @Nullable String text;

  StandardInputFile(TextFiles files, InputStream input) {
    this.files = files;
    this.input = input;
  }

  @Override
  public String read(Path file) throws IOException {
    if (!file.equals(PATH)) {
      return files.read(file);
    }
    if (text == null) {
      text = DiskTextFiles.text(input);
    }
    return text;
  }

  @Override
  public boolean exists(Path file) {
    return file.equals(PATH) || files.exists(file);
  }

  @Override
  public List<Path> list(Path directory) {
    return files.list(directory);
  }
}
