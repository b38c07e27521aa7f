package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;

/** The walk by several threads, compared with the walk by one. */
@NullUnmarked // a null here fails the test, which is right
@Timeout(60)
class ParallelWalkTest {
  private final FileTree tree = new NativeFileTree();
  private Path dir;

  @BeforeEach
  void makeDirectory() throws IOException {
    dir = Files.createTempDirectory("sevol").toRealPath();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    assertEquals(List.of(), workers());
    assertEquals(0, NativeFileTreeTest.openDescriptors(dir));
    new ProcessBuilder("rm", "-rf", dir.toString()).start().waitFor();
  }

  private static List<String> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("sevol-walk"))
        .toList();
  }

  /** What a recorder notes, by many threads; and that parents come first. */
  private static class Shared implements FileTree.Visitor {
    final Recorder recorder = new Recorder();
    private final Set<String> visited = new HashSet<>();
    final Set<Thread> threads = new HashSet<>();

    @SuppressWarnings("UnusedVariable") // for those that look at it
    void each(FileStatus status) throws IOException {}

    @Override
    public boolean visit(FileStatus status, FileTree.Handle object) throws IOException {
      each(status);
      synchronized (this) {
        String parent = String.valueOf(Path.of(status.path()).getParent());
        assertTrue(visited.isEmpty() || visited.contains(parent), status.path() + " first");
        visited.add(status.path());
        threads.add(Thread.currentThread());
        return recorder.visit(status, object);
      }
    }

    @Override
    public synchronized void unreadable(String path, String why) {
      recorder.unreadable(path, why);
    }

    @Override
    public synchronized void mount(FileStatus status) {
      recorder.mount(status);
    }

    synchronized int count() {
      return visited.size();
    }
  }

  /** A tree of four hundred entries; some seeds make it deep, some wide. */
  private void grow(Random random) throws IOException {
    List<Path> directories = new ArrayList<>(List.of(dir));
    int deep = random.nextInt(4);
    for (int i = 0; i < 400; i++) {
      int from = deep == 0 ? directories.size() - 1 : random.nextInt(directories.size());
      Path path = directories.get(from).resolve(String.valueOf(i));
      if (path.toString().length() < 1000 && random.nextInt(deep == 1 ? 50 : 3) == 0) {
        directories.add(Files.createDirectory(path));
      } else {
        Files.createFile(path);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void findsWhatOneThreadFinds(int threads) throws Exception {
    for (int seed = 0; seed < 6; seed++) {
      dir = Files.createDirectory(dir.resolve("t" + seed));
      grow(new Random(seed));
      Recorder serial = new Recorder();
      tree.walk(dir, serial);
      Shared shared = new Shared();
      tree.walkParallel(dir, threads, shared);
      assertEquals(new TreeMap<>(serial.visited), new TreeMap<>(shared.recorder.visited));
      assertEquals(serial.paths.size(), shared.recorder.paths.size());
      assertEquals(Map.of(), shared.recorder.unreadable);
      dir = dir.getParent();
    }
  }

  /** Without holding what it looks at. */
  private static final class Looker extends Shared {
    private final Map<String, String> targets = new ConcurrentHashMap<>();

    @Override
    public boolean looksOnly() {
      return true;
    }

    @Override
    public boolean visit(FileStatus status, FileTree.Handle object) throws IOException {
      String target = object.linkTarget();
      if (!target.isEmpty()) {
        targets.put(status.path(), target);
        SecurityContext label = SecurityContext.of("u:object_r:tmp_t:s0");
        assertThrows(IllegalStateException.class, () -> object.set(label));
      }
      return super.visit(status, object);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whoOnlyLooksSeesTheSame(int threads) throws Exception {
    grow(new Random(7));
    Files.createSymbolicLink(dir.resolve("link"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(dir.resolve("to a directory"), dir);
    Files.createLink(dir.resolve("twin"), Files.createFile(dir.resolve("twins")));
    Files.createFile(dir.resolve("\uD83D\uDE00 n\namé"));
    new ProcessBuilder("mkfifo", dir.resolve("fifo").toString()).start().waitFor();
    new ProcessBuilder("setfattr", "-n", "security.selinux", "-v", "u:object_r:etc_t:s0", "twin")
        .directory(dir.toFile())
        .start()
        .waitFor();
    Recorder holding = new Recorder();
    tree.walk(dir, holding);
    Looker looker = new Looker();
    tree.walkParallel(dir, threads, looker);
    assertEquals(new TreeMap<>(holding.visited), new TreeMap<>(looker.recorder.visited));
    assertEquals(
        Map.of(dir + "/link", "/etc/passwd", dir + "/to a directory", dir + ""), looker.targets);
  }

  @Test
  void severalThreadsVisitAtOnce() throws Exception {
    for (int i = 0; i < 3; i++) {
      Files.createDirectories(dir.resolve(i + "/below"));
    }
    CountDownLatch all = new CountDownLatch(3);
    Shared shared =
        new Shared() {
          @Override
          void each(FileStatus status) throws IOException {
            if (status.path().endsWith("below")) {
              all.countDown();
              try {
                assertTrue(all.await(30, TimeUnit.SECONDS), "not at once");
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            }
          }
        };
    tree.walkParallel(dir, 3, shared);
    assertEquals(7, shared.count());
  }

  @Test
  void fileAndEmptyDirectoryAreTrees() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    Path empty = Files.createDirectory(dir.resolve("empty"));
    for (Path root : List.of(file, empty)) {
      Shared shared = new Shared();
      tree.walkParallel(root, 4, shared);
      assertEquals(Set.of(root.toString()), shared.visited);
    }
    assertThrows(IllegalArgumentException.class, () -> tree.walkParallel(dir, 0, new Shared()));
  }

  /** Deeper than is kept open; each thread closes and opens again what is its own. */
  @Test
  void deepTreesAreWalkedWithBoundedDescriptors() throws Exception {
    for (int i = 0; i < 12; i++) { // more than are ever handed over at once
      Path at = Files.createDirectory(dir.resolve("chain" + i));
      for (int depth = 0; depth < 200; depth++) {
        Files.createFile(at.resolve("before"));
        Files.createFile(at.resolve("z"));
        at = Files.createDirectory(at.resolve("d"));
      }
    }
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Shared shared =
        new Shared() {
          @Override
          void each(FileStatus status) throws IOException {
            if (calls.incrementAndGet() % 100 == 0) {
              most.accumulateAndGet((int) NativeFileTreeTest.openDescriptors(dir), Math::max);
            }
          }
        };
    tree.walkParallel(dir, 2, shared);
    assertEquals(1 + 12 * (1 + 3 * 200), shared.count());
    assertEquals(Map.of(), shared.recorder.unreadable);
    assertTrue(most.get() > 2, "never looked");
    assertTrue(most.get() <= 160, most + " descriptors");
  }

  @Test
  void falseEndsTheWalkOfAll() throws Exception {
    for (int i = 0; i < 40; i++) {
      Files.createDirectories(dir.resolve(i + "/a/b/c"));
    }
    AtomicInteger calls = new AtomicInteger();
    Shared shared =
        new Shared() {
          @Override
          public boolean visit(FileStatus status, FileTree.Handle object) {
            return calls.incrementAndGet() < 20;
          }
        };
    tree.walkParallel(dir, 3, shared);
    assertTrue(calls.get() >= 20 && calls.get() < 23, calls + " calls"); // each ends its own
    shared =
        new Shared() {
          @Override
          public boolean visit(FileStatus status, FileTree.Handle object) {
            calls.set(-1);
            return false;
          }
        };
    tree.walkParallel(dir, 3, shared);
    assertEquals(-1, calls.get());
  }

  @Test
  void firstExceptionEndsTheWalkOfAllAndIsThrown() throws Exception {
    for (int i = 0; i < 40; i++) {
      Files.createDirectories(dir.resolve(i + "/a/b/c"));
    }
    for (Throwable thrown :
        List.of(new IOException("no"), new IllegalStateException("no"), new AssertionError("no"))) {
      AtomicInteger calls = new AtomicInteger();
      Shared shared =
          new Shared() {
            @Override
            public boolean visit(FileStatus status, FileTree.Handle object) throws IOException {
              if (calls.incrementAndGet() == 20) {
                if (thrown instanceof IOException e) {
                  throw e;
                } else if (thrown instanceof RuntimeException e) {
                  throw e;
                }
                throw (Error) thrown;
              }
              return true;
            }
          };
      Throwable got = assertThrows(thrown.getClass(), () -> tree.walkParallel(dir, 3, shared));
      assertSame(thrown, got);
      assertEquals(List.of(), workers());
    }
  }

  @Test
  void interruptEndsTheWalkAndStaysSet() throws Exception {
    for (int i = 0; i < 200; i++) {
      Files.createDirectories(dir.resolve(i + "/a/b/c"));
    }
    Thread caller = Thread.currentThread();
    AtomicInteger calls = new AtomicInteger();
    Shared shared =
        new Shared() {
          @Override
          public boolean visit(FileStatus status, FileTree.Handle object) throws IOException {
            if (calls.incrementAndGet() == 20) {
              caller.interrupt();
            }
            try {
              Thread.sleep(10); // the whole tree would take four seconds
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return true;
          }
        };
    InterruptedIOException e =
        assertThrows(InterruptedIOException.class, () -> tree.walkParallel(dir, 2, shared));
    assertTrue(Thread.interrupted());
    assertEquals(dir + ": interrupted", e.getMessage());
    assertTrue(calls.get() < 400, calls + " calls");
  }

  @Test
  void mountPointsBelowAreReportedAndNotEntered() throws Exception {
    Path deep = Files.createDirectories(dir.resolve("a/b/c/mount"));
    Files.createDirectories(dir.resolve("source/inside"));
    String failure =
        MountedImage.failure(
            List.of("mount", "--bind", dir.resolve("source").toString(), deep.toString()));
    assumeTrue(failure.isEmpty(), failure);
    try {
      Shared shared = new Shared();
      tree.walkParallel(dir, 2, shared);
      assertEquals(Set.of("/a/b/c/mount"), shared.recorder.mounts.keySet());
      assertEquals(
          Set.of("", "/a", "/a/b", "/a/b/c", "/source", "/source/inside"),
          shared.recorder.visited.keySet().stream().collect(Collectors.toSet()));
    } finally {
      MountedImage.failure(List.of("umount", deep.toString()));
    }
  }
}
