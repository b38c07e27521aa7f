package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sevol.container.EngineFiles;

/** What a user may put in the place of an engine's file. */
@Timeout(60) // a reader that waits for a FIFO's writer waits for ever
class NativeEngineFilesTest {
  private final EngineFiles files = new NativeEngineFiles();
  @TempDir private Path temp;
  private Path dir;
  private int uid;

  @BeforeEach
  void realPath() throws IOException {
    dir = temp.toRealPath();
    uid = (Integer) Files.getAttribute(dir, "unix:uid");
  }

  private boolean run(String script) throws Exception {
    return new ProcessBuilder("sh", "-c", script + " 2>/dev/null", "sh", dir.toString())
            .start()
            .waitFor()
        == 0;
  }

  private String refused(Path file, int maxBytes) {
    FileSystemException e =
        assertThrows(FileSystemException.class, () -> files.read(file, maxBytes, uid));
    assertEquals(file.toString(), e.getFile());
    return e.getReason();
  }

  @Test
  void ordinaryFileIsRead() throws Exception {
    Path file = Files.createDirectories(dir.resolve("a/é b")).resolve("config.json");
    byte[] content = new byte[100_000];
    Arrays.fill(content, (byte) 0xe4);
    Files.write(file, content);
    assertArrayEquals(content, files.read(file, content.length, uid));
    assertEquals("larger than 99999 bytes", refused(file, content.length - 1));
    Files.write(file, new byte[0]);
    assertEquals(0, files.read(file, 0, uid).length);
  }

  @Test
  void fifoIsRefusedAtOnce() throws Exception {
    assertTrue(run("mkfifo $1/fifo"));
    assertEquals("not a regular file", refused(dir.resolve("fifo"), 100));
    assertEquals("not a regular file", refused(dir, 100));
    assertEquals("not a regular file", refused(Path.of("/dev/null"), 100));
  }

  @Test
  void linkIsRefusedWhereverItIs() throws Exception {
    Path file = Files.writeString(Files.createDirectory(dir.resolve("real")).resolve("f"), "x");
    Files.createSymbolicLink(dir.resolve("link"), dir.resolve("real"));
    Files.createSymbolicLink(dir.resolve("last"), file);
    assertEquals(1, files.read(file, 10, uid).length);
    for (String name : new String[] {"link", "link/f", "last"}) {
      FileSystemLoopException e =
          assertThrows(
              FileSystemLoopException.class, () -> files.read(dir.resolve(name), 1 << 20, uid));
      assertEquals(dir.resolve(name.replace("/f", "")).toString(), e.getFile());
    }
  }

  @Test
  void hugeFileIsNotRead() throws Exception {
    Path file = dir.resolve("huge");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(10L << 30);
    }
    assertEquals("larger than 1048576 bytes", refused(file, 1 << 20));
  }

  @Test
  void fileOfSomebodyElseIsRefused() throws Exception {
    Path file = Files.writeString(dir.resolve("f"), "x");
    FileSystemException e =
        assertThrows(FileSystemException.class, () -> files.read(file, 10, uid + 1));
    assertEquals("not owned by uid " + (uid + 1), e.getReason());
  }

  @Test
  void fileThatClaimsToBeEmptyIsReadToTheBound() throws Exception {
    Path status = Path.of("/proc/" + ProcessHandle.current().pid() + "/status");
    assertTrue(files.read(status, 1 << 20, uid).length > 100);
    assertEquals("larger than 100 bytes", refused(status, 100));
  }

  @Test
  void missingFileIsToldAndNothingStaysOpen() throws Exception {
    Path file = Files.writeString(dir.resolve("f"), "x");
    long before = NativeFileTreeTest.openDescriptors(dir);
    assertThrows(NoSuchFileException.class, () -> files.read(dir.resolve("none/f"), 10, uid));
    assertThrows(FileSystemException.class, () -> files.read(file.resolve("g"), 10, uid));
    assertThrows(FileSystemException.class, () -> files.read(file, 0, uid));
    assertEquals(before, NativeFileTreeTest.openDescriptors(dir));
  }

  @Test
  void mountOnTheWayIsCrossedUnlessSomebodyAnswersForIt() throws Exception {
    Path mount = Files.createDirectory(dir.resolve("mount"));
    assumeTrue(run("mount -t tmpfs none $1/mount"), "only root can mount");
    try {
      Path file = Files.writeString(mount.resolve("f"), "x");
      assertEquals(1, files.read(file, 10, uid).length);
    } finally {
      run("umount $1/mount");
    }
    assumeTrue(
        run(
            "mount -t autofs -o fd=0,pgrp=$$,minproto=5,maxproto=5,direct none $1/mount </dev/null"),
        "no autofs here");
    try {
      assertThrows(
          FileSystemException.class, () -> files.read(mount.resolve("config.json"), 10, uid));
    } finally {
      run("umount $1/mount");
    }
  }
}
