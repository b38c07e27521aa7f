package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.preflight.FakeTree;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;

class HostPathsTest {
  @TempDir private Path temporary;
  private Path top = Path.of("/");

  /** Real files; the first link in a path is refused, as the native side does. */
  private static final class NoLinks implements FileTree {
    private final FakeTree files = new FakeTree();

    @Override
    public FileStatus look(Path path) throws IOException {
      for (int i = 1; i <= path.getNameCount(); i++) {
        Path at = Path.of("/").resolve(path.subpath(0, i));
        if (Files.isSymbolicLink(at)) {
          throw new java.nio.file.FileSystemLoopException(at.toString());
        }
      }
      return files.look(path);
    }

    @Override
    public void walk(Path root, Visitor visitor) {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeEach
  void resolve() throws IOException {
    top = temporary.toRealPath();
    Files.createDirectories(top.resolve("a/b"));
  }

  private Optional<Path> look(Path path, String mountinfo) {
    return new HostPaths(new NoLinks(), MountTable.parse(mountinfo, top))
        .look(path)
        .map(s -> Path.of(s.path()));
  }

  private Optional<Path> look(String path) {
    return look(top.resolve(path), "");
  }

  @Test
  void linksAreFollowedWhereverTheyAre() throws IOException {
    Files.createSymbolicLink(top.resolve("first"), Path.of("second"));
    Files.createSymbolicLink(top.resolve("second"), top.resolve("a"));
    Files.createSymbolicLink(top.resolve("a/up"), Path.of("../a/b"));
    assertEquals(Optional.of(top.resolve("a/b")), look("first/b"));
    assertEquals(Optional.of(top.resolve("a/b")), look("second/up"));
  }

  @Test
  void linkThatLeadsNowhereOrRoundIsNothing() throws IOException {
    Files.createSymbolicLink(top.resolve("round"), Path.of("round"));
    Files.createSymbolicLink(top.resolve("lost"), Path.of("nothing"));
    assertEquals(Optional.empty(), look("round/x"));
    assertEquals(Optional.empty(), look("lost"));
  }

  @Test
  void linkIntoAnAutomountIsNotFollowed() throws IOException {
    Path net = Files.createDirectories(top.resolve("net"));
    Files.createSymbolicLink(top.resolve("far"), net.resolve("server"));
    Files.createDirectories(net.resolve("server"));
    String table = "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:9 / " + net + " rw - autofs x rw\n";
    assertEquals(Optional.empty(), look(top.resolve("far"), table));
    assertEquals(Optional.of(net.resolve("server")), look("far"));
  }
}
