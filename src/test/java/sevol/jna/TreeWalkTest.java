package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;

/** Trees deeper than the walk keeps open, and deeper than a path can name. */
@NullUnmarked // a null here fails the test, which is right
class TreeWalkTest {
  private final FileTree tree = new NativeFileTree();
  private Path dir;

  @BeforeEach
  void makeDirectory() throws IOException {
    dir = Files.createTempDirectory("sevol").toRealPath();
  }

  @AfterEach
  void removeDirectory() throws Exception {
    new ProcessBuilder("rm", "-rf", dir.toString()).start().waitFor();
  }

  /** A chain of directories, with a file before and after in each. */
  private Path chain(String name, int depth, String each) throws IOException {
    Path at = Files.createDirectory(dir.resolve(name));
    for (int i = 0; i < depth; i++) {
      Files.createFile(at.resolve("before"));
      at = Files.createDirectory(at.resolve(each));
      Files.createFile(at.resolveSibling("then"));
    }
    return at;
  }

  @Test
  void treeDeeperThanAPathCanNameIsWalkedWithBoundedDescriptors() throws Exception {
    String each = "one-of-a-hundred-directories";
    chain("a", 100, each);
    Files.move(dir.resolve("a"), chain("b", 100, each).resolve(each));
    Files.move(dir.resolve("b"), chain("c", 100, each).resolve(each));
    long before = NativeFileTreeTest.openDescriptors(dir);
    long[] most = {0};
    Recorder recorder =
        new Recorder() {
          @Override
          boolean goOn(FileStatus status) throws IOException {
            if (paths.size() % 10 == 0) {
              most[0] = Math.max(most[0], NativeFileTreeTest.openDescriptors(dir));
            }
            return true;
          }
        };
    tree.walk(dir, recorder);
    assertEquals(Map.of(), recorder.unreadable);
    assertEquals(1 + 3 * (1 + 100 * 3), recorder.paths.size());
    assertEquals(recorder.paths.size(), new HashSet<>(recorder.paths).size());
    assertTrue(recorder.paths.stream().anyMatch(path -> path.length() > 2 * 4096));
    assertTrue(most[0] <= before + 140, most[0] + " descriptors, " + before + " before");
    assertEquals(before, NativeFileTreeTest.openDescriptors(dir));
  }

  @Test
  void placeInALargeDirectoryIsKeptWhileItIsParked() throws Exception {
    Path large = Files.createDirectory(dir.resolve("large"));
    for (int i = 0; i < 300; i++) {
      Files.createFile(large.resolve("a-name-that-fills-the-buffer-" + i));
      if (i % 100 == 50) {
        Path deep = Files.createDirectory(large.resolve("deep" + i));
        Files.createDirectories(deep.resolve("d/".repeat(150)));
      }
    }
    Recorder recorder = new Recorder();
    tree.walk(dir, recorder);
    assertEquals(Map.of(), recorder.unreadable);
    assertEquals(2 + 300 + 3 * 151, recorder.paths.size());
    assertEquals(recorder.paths.size(), recorder.visited.size());
  }

  @Test
  void parentsComeBeforeChildren() throws Exception {
    chain("a", 200, "d");
    Recorder recorder = new Recorder();
    tree.walk(dir, recorder);
    Set<String> seen = new HashSet<>(Set.of(dir.getParent().toString()));
    for (String path : recorder.paths) {
      assertTrue(seen.contains(Path.of(path).getParent().toString()), path);
      seen.add(path);
    }
  }

  @Test
  void directoryMovedAwayMeanwhileIsReportedAndItsNewParentNotWalked() throws Exception {
    Path outside = Files.createTempDirectory("sevol").toRealPath();
    try {
      Files.createFile(outside.resolve("secret"));
      chain("a", 200, "d");
      Path moved = dir.resolve("a/" + "d/".repeat(20));
      Recorder recorder =
          new Recorder() {
            @Override
            boolean goOn(FileStatus status) throws IOException {
              if (status.path().length() > dir.toString().length() + 395 && Files.exists(moved)) {
                Files.move(moved, outside.resolve("moved"));
              }
              return true;
            }
          };
      tree.walk(dir, recorder);
      assertEquals("moved while it was looked at", recorder.unreadable.get("/a"));
      assertEquals(20, recorder.unreadable.size());
      assertTrue(recorder.paths.stream().noneMatch(path -> path.contains("secret")));
    } finally {
      new ProcessBuilder("rm", "-rf", outside.toString()).start().waitFor();
    }
  }

  @Test
  void directoryRemovedOnceVisitedIsNotUnreadable() throws Exception {
    Files.createDirectories(dir.resolve("a"));
    Files.createDirectories(dir.resolve("b/c"));
    Recorder recorder =
        new Recorder() {
          @Override
          boolean goOn(FileStatus status) throws IOException {
            Path path = Path.of(status.path());
            if (path.endsWith("a")) {
              Files.delete(path); // held, not yet opened for reading
            } else if (path.endsWith("c")) {
              Files.delete(path); // its parent is being read
              Files.delete(path.getParent());
            }
            return true;
          }
        };
    tree.walk(dir, recorder);
    assertEquals(Set.of("", "/a", "/b", "/b/c"), recorder.visited.keySet());
    assertEquals(Map.of(), recorder.unreadable);
  }

  @Test
  void directoriesThatComeAndGoAreNotUnreadable() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Integer> churn =
        CompletableFuture.supplyAsync(
            () -> {
              int made = 0;
              try {
                while (!stop.get()) {
                  Path path = dir.resolve("d" + made++ % 20);
                  Files.createDirectories(path.resolve("e"));
                  Files.delete(path.resolve("e"));
                  Files.delete(path);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return made;
            });
    Recorder recorder = new Recorder();
    for (int i = 0; i < 300; i++) {
      tree.walk(dir, recorder);
    }
    stop.set(true);
    assertTrue(churn.get(10, TimeUnit.SECONDS) > 0);
    assertEquals(Map.of(), recorder.unreadable);
  }

  @Test
  void rootThatIsRemovedMeanwhileIsUnreadable() throws Exception {
    Path gone = Files.createDirectory(dir.resolve("gone"));
    Recorder recorder =
        new Recorder() {
          @Override
          boolean goOn(FileStatus status) throws IOException {
            Files.delete(gone);
            return true;
          }
        };
    tree.walk(gone, recorder);
    assertEquals(Set.of(""), recorder.unreadable.keySet());
  }

  @Test
  void nestingHasALimit() throws Exception {
    String name = "n".repeat(250);
    Files.createDirectory(dir.resolve("0"));
    for (int i = 1; i < 6; i++) { // 6 times 15 levels of 250
      Path next = Files.createDirectory(dir.resolve(String.valueOf(i)));
      Path below = next.resolve((name + "/").repeat(14));
      Files.createDirectories(below);
      Files.move(dir.resolve(String.valueOf(i - 1)), below.resolve(name));
    }
    Recorder recorder = new Recorder();
    tree.walk(dir, recorder);
    assertEquals(Set.of("nested too deep"), Set.copyOf(recorder.unreadable.values()));
    assertEquals(1, recorder.unreadable.size());
  }
}
