package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;

/** What is on the disk after a sync, and what else a status says of an object's life. */
@NullUnmarked // a null here fails the test, which is right
class FileTreeSyncTest {
  private final FileTree tree = new NativeFileTree();

  @TempDir private Path dir;

  @Test
  void labelIsOnTheDiskAfterASyncOfADirectoryOrOfAnythingInIt() throws Exception {
    try (MountedImage image = MountedImage.make(4096)) {
      image.remount("commit=300"); // nothing by itself
      Path below = Files.createDirectory(image.root().resolve("below"));
      Path fifo = below.resolve("fifo");
      assertEquals("", MountedImage.failure(List.of("mkfifo", fifo.toString())));
      for (Path synced : List.of(image.root(), below, fifo)) {
        SecurityContext label =
            SecurityContext.of("u:object_r:kept_t:s0:c" + synced.getNameCount());
        tree.walk(fifo, (NativeFileTreeTest.Setting) (status, object) -> object.set(label));
        assertFalse(holds(image, label), "on the disk before it was synced");
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> tree.sync(synced));
        assertTrue(holds(image, label), "not on the disk after " + synced);
      }
    }
  }

  private static boolean holds(MountedImage image, SecurityContext label) throws IOException {
    return Files.readString(image.file(), StandardCharsets.ISO_8859_1).contains(label + "\0");
  }

  @Test
  void onlyWhatIsThereAndIsNoLinkIsSynced() throws Exception {
    Path real = dir.toRealPath();
    Path link = Files.createSymbolicLink(real.resolve("link"), real);
    assertThrows(FileSystemLoopException.class, () -> tree.sync(link));
    assertThrows(FileSystemLoopException.class, () -> tree.sync(link.resolve("link")));
    assertThrows(NoSuchFileException.class, () -> tree.sync(real.resolve("none")));
  }

  @Test
  void fileMountedAloneFromElsewhereIsNotSaidToBeSynced() throws Exception {
    Path file = Files.createFile(dir.toRealPath().resolve("file"));
    try (MountedImage image = MountedImage.make(1024)) {
      Path source = Files.createFile(image.root().resolve("source"));
      assertEquals(
          "", MountedImage.failure(List.of("mount", "--bind", source.toString(), file.toString())));
      FileSystemException e = assertThrows(FileSystemException.class, () -> tree.sync(file));
      assertEquals("a mount of its own: cannot sync it", e.getReason());
    } finally {
      MountedImage.failure(List.of("umount", file.toString()));
    }
  }

  @Test
  void laterObjectOnTheSameInodeIsBornLater() throws Exception {
    Path file = dir.toRealPath().resolve("file");
    Files.createFile(file);
    FileStatus first = tree.look(file);
    assumeTrue(first.born() != 0, "a file system without birth times");
    long now = System.currentTimeMillis() * 1_000_000;
    assertTrue(Math.abs(first.born() - now) < 60_000_000_000L, first.born() + " and now " + now);
    Files.writeString(file, "changed");
    assertEquals(first.born(), tree.look(file).born());
    FileStatus again;
    int tries = 0;
    do {
      Files.delete(file);
      Thread.sleep(10); // a tick of the file system's clock
      Files.createFile(file);
      again = tree.look(file);
    } while (!again.sameObject(first) && tries++ < 100);
    assumeTrue(again.sameObject(first), "a file system that does not use inodes again");
    assertTrue(again.born() > first.born());
  }

  @Test
  void procHasNoTimesOfBirth() throws Exception {
    assertEquals(0, tree.look(Path.of("/proc/version")).born());
  }
}
