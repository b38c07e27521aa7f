package sevol.request.compose;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sevol.request.TextFiles;

/** Files that are only in memory. */
public final class FakeFiles implements TextFiles {
  private final Map<Path, String> files = new TreeMap<>();

  /** Adds one. */
  public FakeFiles with(String path, String text) {
    files.put(Path.of(path).normalize(), text);
    return this;
  }

  @Override
  public String read(Path file) throws IOException {
    String text = files.get(file.normalize());
    if (text == null) {
      throw new IOException("no such file");
    }
    return text;
  }

  @Override
  public boolean exists(Path file) {
    return files.containsKey(file.normalize());
  }

  @Override
  public List<Path> list(Path directory) {
    return files.keySet().stream()
        .filter(file -> file.startsWith(directory) && !file.equals(directory))
        .map(file -> directory.resolve(directory.relativize(file).getName(0)))
        .distinct()
        .toList();
  }
}
