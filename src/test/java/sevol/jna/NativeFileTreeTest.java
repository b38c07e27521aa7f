package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

@NullUnmarked // a null here fails the test, which is right
class NativeFileTreeTest {
  private final FileTree tree = new NativeFileTree();
  private Path dir;

  @BeforeEach
  void makeDirectory() throws IOException {
    dir = Files.createTempDirectory("sevol").toRealPath();
  }

  /** By rm, since these trees are more than java.nio.file can delete. */
  @AfterEach
  void removeDirectory() throws Exception {
    run("umount -q $1/bind; rm -rf $1");
  }

  private boolean run(String script) throws Exception {
    return new ProcessBuilder("sh", "-c", script + " 2>/dev/null", "sh", dir.toString())
            .start()
            .waitFor()
        == 0;
  }

  private Map<String, FileStatus> walk() throws IOException {
    Recorder recorder = new Recorder();
    tree.walk(dir, recorder);
    assertEquals(Map.of(), recorder.unreadable);
    return recorder.visited;
  }

  @Test
  void everyKindOfObjectIsVisitedAndNoneIsOpened() throws Exception {
    Files.createDirectories(dir.resolve("a/b"));
    Files.createFile(dir.resolve("a/file"));
    Files.createSymbolicLink(dir.resolve("a/link"), Path.of("/"));
    assertTrue(run("mkfifo $1/a/fifo"));
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(dir.resolve("a/b/socket")));
      Map<String, ObjectClass> classes = new TreeMap<>();
      walk().forEach((path, status) -> classes.put(path, status.tclass()));
      assertEquals(
          Map.of(
              "", ObjectClass.DIR,
              "/a", ObjectClass.DIR,
              "/a/b", ObjectClass.DIR,
              "/a/b/socket", ObjectClass.SOCK_FILE,
              "/a/fifo", ObjectClass.FIFO_FILE,
              "/a/file", ObjectClass.FILE,
              "/a/link", ObjectClass.LNK_FILE),
          classes);
    }
  }

  @Test
  void statusIsWhatStatSays() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    Files.createLink(dir.resolve("other"), file);
    FileStatus status = tree.look(file);
    Map<String, Object> stat = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
    assertEquals(file.toString(), status.path());
    assertEquals(stat.get("dev"), status.dev());
    assertEquals(stat.get("ino"), status.ino());
    assertEquals(stat.get("uid"), status.uid());
    assertEquals(2, status.nlink());
    assertTrue(status.sameObject(tree.look(dir.resolve("other"))));
    assertTrue(
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
            .anyMatch(line -> line.startsWith(status.mountId() + " ")));
  }

  @Test
  void mountIdIsTheSameWithoutStatx() throws Exception {
    try (OpenObject object = OpenObject.at(LibC.AT_FDCWD, CString.of("/proc"), "/proc")) {
      assertEquals(
          tree.look(Path.of("/proc")).mountId(), StatusReader.mountIdFromProc(object.fd()));
    }
  }

  @Test
  void deviceNumbersAreThoseOfGlibc() {
    assertEquals(0xfd01L, StatusReader.makedev(253, 1));
    assertEquals(0x1200456707389L, StatusReader.makedev(0x0001_2073, 0x4567_89));
  }

  @Test
  void linkInThePathIsRefused() throws Exception {
    Files.createDirectories(dir.resolve("real/below"));
    Files.createSymbolicLink(dir.resolve("link"), dir.resolve("real"));
    for (String path : new String[] {"link", "link/below", "link/none"}) {
      FileSystemLoopException e =
          assertThrows(FileSystemLoopException.class, () -> tree.look(dir.resolve(path)));
      assertEquals(dir.resolve("link").toString(), e.getFile());
    }
    assertThrows(
        FileSystemLoopException.class, () -> tree.walk(dir.resolve("link"), new Recorder()));
  }

  @Test
  void missingObjectIsNamed() throws Exception {
    NoSuchFileException e =
        assertThrows(NoSuchFileException.class, () -> tree.look(dir.resolve("none/below")));
    assertEquals(dir.resolve("none").toString(), e.getFile());
    Files.createFile(dir.resolve("file"));
    FileSystemException notDirectory =
        assertThrows(FileSystemException.class, () -> tree.look(dir.resolve("file/below")));
    assertEquals("ENOTDIR: Not a directory", notDirectory.getReason());
  }

  @Test
  void rootDirectoryCanBeLookedAt() throws Exception {
    assertEquals("/", tree.look(Path.of("/")).path());
    assertEquals(dir.toString(), tree.look(dir.resolve("none/../.")).path());
  }

  @Test
  void namesAreBytes() throws Exception {
    assertTrue(run("touch \"$1/$(printf 'a\\377b')\" \"$1/$(printf 'c\\nd')\" \"$1/ \""));
    assertEquals(Set.of("", "/a\uFFFDb", "/c\nd", "/ "), walk().keySet());
  }

  @Test
  void singleFileIsATree() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    Recorder recorder = new Recorder();
    tree.walk(file, recorder);
    assertEquals(Set.of(file.toString()), Set.copyOf(recorder.paths));
  }

  @Test
  void visitorEndsTheWalk() throws Exception {
    Files.createDirectories(dir.resolve("a/b/c"));
    Recorder recorder =
        new Recorder() {
          @Override
          boolean goOn(FileStatus status) {
            return !status.path().endsWith("/b");
          }
        };
    tree.walk(dir, recorder);
    assertEquals(3, recorder.paths.size());
  }

  @Test
  void visitorsExceptionEndsTheWalkAndLeavesNothingOpen() throws Exception {
    Files.createDirectories(dir.resolve("a/b/c"));
    long before = openDescriptors(dir);
    Recorder recorder =
        new Recorder() {
          @Override
          boolean goOn(FileStatus status) throws IOException {
            if (status.path().endsWith("/c")) {
              throw new IOException("enough");
            }
            return true;
          }
        };
    assertThrows(IOException.class, () -> tree.walk(dir, recorder));
    assertEquals(before, openDescriptors(dir));
  }

  @Test
  void mountPointBelowIsReportedAndNotEntered() throws Exception {
    Files.createDirectories(dir.resolve("source/inside"));
    Files.createDirectory(dir.resolve("bind"));
    assumeTrue(run("mount --bind $1/source $1/bind"), "only root can mount");
    Recorder recorder = new Recorder();
    tree.walk(dir, recorder);
    assertEquals(Set.of("/bind"), recorder.mounts.keySet());
    assertEquals(
        recorder.visited.get("/source").ino(), recorder.mounts.get("/bind").ino()); // the same tree
    assertEquals(Set.of("", "/source", "/source/inside"), recorder.visited.keySet());
  }

  @Test
  void directoryThatMayNotBeListedIsReported() throws Exception {
    Files.createDirectories(dir.resolve("closed/inside"));
    assertTrue(run("chmod 0 $1/closed"));
    assumeTrue(!run("ls $1/closed"), "root may list everything");
    Recorder recorder = new Recorder();
    tree.walk(dir, recorder);
    assertEquals(Map.of("/closed", "EACCES: Permission denied"), recorder.unreadable);
    assertTrue(recorder.visited.containsKey("/closed"));
  }

  @Test
  void objectThatVanishesIsPassedOver() throws Exception {
    for (int i = 0; i < 50; i++) {
      Files.createFile(dir.resolve("f" + i));
    }
    Recorder recorder =
        new Recorder() {
          @Override
          boolean goOn(FileStatus status) throws IOException {
            for (int i = 0; i < 50; i++) {
              Files.deleteIfExists(dir.resolve("f" + i));
            }
            return true;
          }
        };
    tree.walk(dir, recorder);
    assertEquals(Set.of(""), recorder.visited.keySet());
    assertEquals(Map.of(), recorder.unreadable);
  }

  /** Sets the same xattr without SELinux; works where root may and the file system can. */
  @Test
  void labelIsSetOnTheObjectItselfAndReadBack() throws Exception {
    Path target = Files.createFile(dir.resolve("target"));
    Path sub = Files.createDirectory(dir.resolve("sub"));
    Files.createSymbolicLink(sub.resolve("link"), target);
    assertTrue(run("mkfifo $1/sub/fifo"));
    SecurityContext label = SecurityContext.of("system_u:object_r:container_file_t:s0:c1,c2");
    SecurityContext before = tree.look(target).label();
    try {
      tree.walk(sub, (Setting) (status, object) -> object.set(label));
    } catch (FileSystemException e) {
      assumeTrue(false, "no right to set labels here: " + e.getMessage());
    }
    Recorder recorder = new Recorder();
    tree.walk(sub, recorder);
    assertEquals(3, recorder.paths.size());
    recorder.visited.values().forEach(status -> assertEquals(label, status.label()));
    assertEquals(before, tree.look(target).label());
  }

  @Test
  void failedSetNamesObjectAndError() throws Exception {
    FileSystemException e =
        assertThrows(
            FileSystemException.class,
            () ->
                tree.walk(
                    Path.of("/proc/" + ProcessHandle.current().pid() + "/mountinfo"),
                    (Setting)
                        (status, object) -> object.set(SecurityContext.of("u:object_r:t_t:s0"))));
    assertTrue(e.getReason().matches("cannot set the label u:object_r:t_t:s0: E[A-Z]+: .*"));
  }

  @Test
  void objectIsGivenForTheCallOnly() throws Exception {
    FileTree.Handle[] kept = new FileTree.Handle[1];
    tree.walk(dir, (Setting) (status, object) -> kept[0] = object);
    assertThrows(
        IllegalStateException.class, () -> kept[0].set(SecurityContext.of("u:object_r:t_t:s0")));
  }

  @Test
  void fileWithoutLabelHasNone() throws Exception {
    assumeTrue(!Files.exists(Path.of("/sys/fs/selinux/enforce")), "SELinux gives every file one");
    assertNull(tree.look(Files.createFile(dir.resolve("plain"))).label());
  }

  /** Descriptors of this process that lead below a directory; others come and go. */
  static long openDescriptors(Path below) throws IOException {
    Path real = below.toRealPath();
    try (var fds = Files.list(Path.of("/proc/self/fd"))) {
      return fds.filter(fd -> leadsBelow(fd, real)).count();
    }
  }

  private static boolean leadsBelow(Path fd, Path directory) {
    try {
      return Files.readSymbolicLink(fd).startsWith(directory);
    } catch (NoSuchFileException e) {
      return false; // closed since
    } catch (IOException e) {
      return true; // deeper than a path can name
    }
  }

  /** A visitor that does one thing to each object. */
  interface Setting extends FileTree.Visitor {
    void to(FileStatus status, FileTree.Handle object) throws IOException;

    @Override
    default boolean visit(FileStatus status, FileTree.Handle object) throws IOException {
      to(status, object);
      return true;
    }

    @Override
    default void unreadable(String path, String why) throws IOException {
      throw new IOException(path + ": " + why);
    }

    @Override
    default void mount(FileStatus status) {
      assertFalse(true, "unexpected mount " + status.path());
    }
  }
}
