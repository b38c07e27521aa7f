package sevol.audit;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file is, whatever its name: kept by a rename, and used again for another file once the
 * last name is gone and nobody has it open.
 */
record FileIdentity(long device, long inode) {

  /** Which regular file a name stands for now, null if there is none. */
  static @Nullable FileIdentity of(Path path) throws IOException {
    try {
      Map<String, Object> stat = Files.readAttributes(path, "unix:dev,ino,isRegularFile");
      if (!Boolean.TRUE.equals(stat.get("isRegularFile"))) {
        throw new FileSystemException(path.toString(), null, "not a regular file");
      }
      return new FileIdentity(number(stat.get("dev")), number(stat.get("ino")));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static long number(@Nullable Object attribute) {
    return attribute instanceof Number n ? n.longValue() : -1;
  }
}
