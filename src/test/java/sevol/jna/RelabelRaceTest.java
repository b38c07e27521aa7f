package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;

/**
 * Labels are set in a tree whose directories and files become links to the outside, and come back,
 * all the time. {@code -Drace.swaps=N} asks for more of them.
 */
@NullUnmarked // a null here fails the test, which is right
@Timeout(600)
class RelabelRaceTest {
  private static final long SWAPS = Long.getLong("race.swaps", 4000);
  private static final int PAIRS = 4;
  private static final String BEFORE = "system_u:object_r:outside_t:s0";
  private static final SecurityContext SET = SecurityContext.of("system_u:object_r:inside_t:s0");

  private final FileTree tree = new NativeFileTree();
  private final List<Swaps.Pair> pairs = new ArrayList<>();

  /** Swaps of what an entry was reached by, after it was opened and before its label is set. */
  private final AtomicLong landed = new AtomicLong();

  private final AtomicLong sets = new AtomicLong();
  private Path top;
  private Path root;
  private Path outside;

  @BeforeEach
  void makeTrees() throws IOException {
    top = Files.createTempDirectory("sevol").toRealPath();
    outside = fill(Files.createDirectory(top.resolve("outside")));
    root = Files.createDirectory(top.resolve("root"));
    for (int i = 0; i < PAIRS; i++) {
      Path directory = fill(Files.createDirectory(root.resolve("d" + i)));
      Files.createSymbolicLink(root.resolve("l" + i), outside);
      pairs.add(new Swaps.Pair(root, "d" + i, "l" + i));
      Files.createSymbolicLink(directory.resolve("to-sub"), outside.resolve("sub"));
      pairs.add(new Swaps.Pair(directory, "sub", "to-sub"));
      Files.createSymbolicLink(directory.resolve("to-file"), outside.resolve("file0"));
      pairs.add(new Swaps.Pair(directory, "file0", "to-file"));
    }
    for (Path path : List.of(outside, outside.resolve("sub"))) {
      assumeTrue(Swaps.setByPath(path, BEFORE), "no right to set labels here");
    }
  }

  private static Path fill(Path directory) throws IOException {
    for (Path in : List.of(directory, Files.createDirectory(directory.resolve("sub")))) {
      for (int i = 0; i < 4; i++) {
        Files.createFile(in.resolve("file" + i));
      }
    }
    return directory;
  }

  @AfterEach
  void removeTrees() throws Exception {
    new ProcessBuilder("rm", "-rf", top.toString()).start().waitFor();
  }

  /** Every object outside with its label and the time of its last change, be it to the same. */
  private Map<Path, String> outside() throws IOException {
    Map<Path, String> found = new TreeMap<>();
    try (var paths = Files.walk(outside)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Object changed = Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
        found.put(path, tree.look(path).label() + " " + changed);
      }
    }
    assertEquals(10, found.size()); // itself, sub, four files in each
    return found;
  }

  /** The swap that an entry of the tree depends on, the nearest one. */
  private Swaps.Pair pairOf(Path below) {
    int directory = below.getName(0).toString().charAt(1) - '0';
    String second = below.getNameCount() > 1 ? below.getName(1).toString() : "";
    int kind = below.getNameCount() > 2 ? 1 : second.endsWith("file0") ? 2 : 0;
    return pairs.get(directory * 3 + kind);
  }

  /** Waits in the midst of a look and a set until somebody put something else there. */
  private void race(Path path) {
    if (!path.equals(root)) {
      landed.addAndGet(pairOf(root.relativize(path)).await() > 0 ? 1 : 0);
    }
  }

  /** Sets every label that the walk comes to. */
  private final class Relabelling implements FileTree.Visitor {
    @Override
    public boolean visit(FileStatus status, FileTree.Handle object) throws IOException {
      race(Path.of(status.path()));
      object.set(SET);
      sets.incrementAndGet();
      return true;
    }

    @Override
    public void unreadable(String path, String why) throws IOException {
      throw new IOException(path + ": " + why);
    }

    @Override
    public void mount(FileStatus status) throws IOException {
      throw new IOException(status.path() + ": mount");
    }
  }

  /** The same by path, as {@code chcon -R} of old did. */
  private final class ByPath extends SimpleFileVisitor<Path> {
    private FileVisitResult set(Path path) {
      race(path);
      sets.addAndGet(Swaps.setByPath(path, SET.toString()) ? 1 : 0);
      return landed.get() < SWAPS ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
      return set(path);
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      return set(path);
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path path, IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }

  /** One walk of the tree. */
  private interface Walk {
    void walk() throws IOException;
  }

  /** Walks until enough swaps have landed; says how many there were. */
  @SuppressWarnings("try") // the swaps go on beside the walks
  private void raced(TestReporter reporter, Walk walk) throws IOException {
    long all;
    int refused = 0;
    try (Swaps swaps = new Swaps(pairs)) {
      while (landed.get() < SWAPS) {
        try {
          walk.walk();
        } catch (FileSystemLoopException e) {
          assertEquals(root.toString(), e.getFile());
          refused++;
        }
      }
      all = pairs.stream().mapToLong(Swaps.Pair::count).sum();
    }
    reporter.publishEntry(
        Map.of(
            "swaps", all + "",
            "swaps between open and set", landed + "",
            "labels set", sets + "",
            "roots refused", refused + ""));
    assertTrue(sets.get() >= landed.get() / 2, sets + " labels set");
  }

  @Test
  void nothingOutsideIsTouched(TestReporter reporter) throws IOException {
    Map<Path, String> before = outside();
    raced(reporter, () -> tree.walk(root, new Relabelling()));
    assertEquals(before, outside());
  }

  @Test
  void nothingOutsideIsTouchedBySeveralThreads(TestReporter reporter) throws IOException {
    Map<Path, String> before = outside();
    raced(reporter, () -> tree.walkParallel(root, 3, new Relabelling()));
    assertEquals(before, outside());
  }

  /** The root too is swapped, and with it the path that the walk is asked for. */
  @Test
  void nothingOutsideIsTouchedByWayOfTheRoot(TestReporter reporter) throws IOException {
    Files.createSymbolicLink(top.resolve("to-outside"), outside);
    pairs.add(new Swaps.Pair(top, "root", "to-outside"));
    Map<Path, String> before = outside();
    raced(reporter, () -> tree.walk(root, new Relabelling()));
    assertEquals(before, outside());
  }

  /** The proof that the swaps can do harm. */
  @Test
  void walkByPathTouchesTheOutside(TestReporter reporter) throws IOException {
    Map<Path, String> before = outside();
    raced(reporter, () -> Files.walkFileTree(root, new ByPath()));
    Map<Path, String> after = outside();
    assertNotEquals(before, after);
    long touched = after.values().stream().filter(label -> label.startsWith(SET + " ")).count();
    reporter.publishEntry("objects touched outside", touched + "");
    assertTrue(touched > 1, touched + " objects");
  }
}
