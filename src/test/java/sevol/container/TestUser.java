package sevol.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An ordinary user who owns files of a test: whoever runs it, or where that is root, uid 1000. */
final class TestUser {
  private TestUser() {}

  static int uid(Path temporary) throws IOException {
    int mine = (int) Files.getAttribute(temporary, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    return mine == 0 ? 1000 : mine;
  }

  /** Gives him a tree. */
  static Path own(Path top) throws IOException {
    int uid = uid(top);
    List<Path> all;
    try (Stream<Path> found = Files.walk(top)) {
      all = found.toList();
    }
    for (Path path : all) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }
    return top;
  }
}
