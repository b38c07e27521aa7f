package sevol.container;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** The listing of a directory that a user owns and may swap for a link or a FIFO at any moment. */
final class UserDirectory {
  private static final int MAX_ENTRIES = 8192;

  private UserDirectory() {}

  /**
   * The first names that are wanted; none if it is no directory of the user's, or if there is a
   * link in its path.
   */
  static List<String> names(Path directory, int uid, int most, Predicate<String> wanted) {
    List<String> names = new ArrayList<>();
    try {
      if (!directory.toRealPath().equals(directory.toAbsolutePath())
          || !Objects.equals(uid, Files.getAttribute(directory, "unix:uid", NOFOLLOW))) {
        return names;
      }
      Object key = Files.readAttributes(directory, BasicFileAttributes.class, NOFOLLOW).fileKey();
      // "/." fails on a FIFO, the open(2) of which would wait for a writer
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.resolve("."))) {
        int seen = 0;
        for (Path entry : isSame(entries, key) ? entries : List.<Path>of()) {
          String name = String.valueOf(entry.getFileName());
          if (names.size() == most || seen++ == MAX_ENTRIES) {
            return names;
          }
          if (wanted.test(name)) {
            names.add(name);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return names; // gone, or not for us: what was seen so far
    }
    return names;
  }

  private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;

  /** What was opened is what was looked at. */
  private static boolean isSame(DirectoryStream<Path> opened, Object key) throws IOException {
    return opened instanceof SecureDirectoryStream<Path> s
        && key.equals(
            s.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey());
  }
}
