package sevol.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log and what it was before: {@code log}, {@code log.1}, {@code log.2} …, each older than the
 * one before. auditd rotates by renaming, from the highest number down ({@code shift_logs} of
 * audit-userspace), so that a number can be missing for a moment.
 */
final class LogFiles {
  /** {@code num_logs} of auditd.conf(5) goes to 999. */
  private static final int MOST = 999;

  private static final int MOST_MISSING = 2;

  private final Path log;

  LogFiles(Path log) {
    this.log = log;
  }

  /** One of the files, by the name it had when looked at. */
  record Part(Path path, FileIdentity file) {

    /**
     * Opens the file for reading.
     *
     * @throws NoSuchFileException if the name stands for another file by now, or for none
     */
    FileChannel open() throws IOException {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        if (file.equals(FileIdentity.of(path))) {
          return channel; // once renamed away, it does not come back to this name
        }
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      channel.close();
      throw new NoSuchFileException(path.toString());
    }
  }

  /** True if the part had the log's own name. */
  boolean isNewest(Part part) {
    return part.path().equals(log);
  }

  /** Which file has the log's own name now, null if none has. */
  @Nullable FileIdentity newest() throws IOException {
    return FileIdentity.of(log);
  }

  /**
   * All files, youngest first. Names move up while this looks; looking in the same direction may
   * meet a file twice but misses none, and the later sight counts.
   */
  List<Part> list() throws IOException {
    Map<FileIdentity, Part> found = new LinkedHashMap<>();
    int missing = 0;
    for (int number = 0; number <= MOST && missing <= MOST_MISSING; number++) {
      Path path = number == 0 ? log : log.resolveSibling(log.getFileName() + "." + number);
      FileIdentity file = FileIdentity.of(path);
      if (file != null) {
        found.remove(file);
        found.put(file, new Part(path, file));
      }
      missing = file == null && number > 0 ? missing + 1 : 0;
    }
    return new ArrayList<>(found.values());
  }

  @Override
  public String toString() {
    return log.toString();
  }
}
