package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;

/** Labels on real file systems: mounts in the tree, read-only, full, names that are no text. */
@NullUnmarked // a null here fails the test, which is right
class RelabelOnDisksTest {
  private static final SecurityContext SHORT = SecurityContext.of("u:object_r:a_t:s0");

  /** More than fits into an inode of 256 bytes. */
  private static final SecurityContext LONG =
      SecurityContext.of(
          IntStream.range(0, 200)
              .mapToObj(i -> "c" + 2 * i)
              .collect(Collectors.joining(",", "u:object_r:a_t:s0:", "")));

  private final FileTree tree = new NativeFileTree();

  private interface Walk {
    void walk(Path root, FileTree.Visitor visitor) throws IOException;
  }

  private List<Walk> walks() {
    return List.of(tree::walk, (root, visitor) -> tree.walkParallel(root, 2, visitor));
  }

  private static FileTree.Visitor setting(SecurityContext label) {
    return (NativeFileTreeTest.Setting) (status, object) -> object.set(label);
  }

  private static void assume(String... command) throws InterruptedException {
    String failure = MountedImage.failure(List.of(command));
    assumeTrue(failure.isEmpty(), () -> String.join(" ", command) + ": " + failure);
  }

  @Test
  void directoryAndFileBoundFromTheSameDeviceKeepTheirLabels() throws Exception {
    try (MountedImage image = MountedImage.make(2048)) {
      Path etc = Files.createDirectories(image.root().resolve("etc"));
      Path shadow = Files.createFile(etc.resolve("shadow"));
      Path root = Files.createDirectories(image.root().resolve("root"));
      Path directory = Files.createDirectories(root.resolve("a/etc"));
      Path file = Files.createFile(root.resolve("a/file"));
      tree.walk(etc, setting(SHORT));
      assume("mount", "--bind", etc.toString(), directory.toString());
      assume("mount", "--bind", shadow.toString(), file.toString());
      try {
        assertEquals(tree.look(root).dev(), tree.look(directory.resolve("shadow")).dev());
        Set<String> met = ConcurrentHashMap.newKeySet();
        for (Walk walk : walks()) {
          walk.walk(
              root,
              new Recorder() {
                @Override
                public boolean visit(FileStatus status, FileTree.Handle object) throws IOException {
                  object.set(LONG);
                  return true;
                }

                @Override
                public void mount(FileStatus status) {
                  met.add(status.path());
                }
              });
        }
        assertEquals(Set.of(directory.toString(), file.toString()), met);
        assertEquals(LONG, tree.look(root.resolve("a")).label());
        assertEquals(SHORT, tree.look(etc).label());
        assertEquals(SHORT, tree.look(shadow).label());
      } finally {
        MountedImage.failure(List.of("umount", file.toString()));
        MountedImage.failure(List.of("umount", directory.toString()));
      }
    }
  }

  @Test
  void readOnlyFileSystemIsOneClearError() throws Exception {
    try (MountedImage image = MountedImage.make(1024)) {
      Files.createDirectories(image.root().resolve("a/b"));
      image.remount("ro");
      for (Walk walk : walks()) {
        FileSystemException e =
            assertThrows(FileSystemException.class, () -> walk.walk(image.root(), setting(SHORT)));
        assertEquals(
            image.root() + ": cannot set the label " + SHORT + ": EROFS: Read-only file system",
            e.getMessage());
      }
      tree.sync(image.root());
    }
  }

  /** ext4 stores a long xattr in a block of its own. */
  @Test
  void fullFileSystemIsOneClearErrorThatNamesTheObject() throws Exception {
    try (MountedImage image = MountedImage.make(2048, "-I", "256", "-m", "0")) {
      Path last = Files.createFile(image.root().resolve("last\nof all"));
      Path filling = image.root().resolve("filling");
      fill(filling);
      tree.walk(last, setting(SHORT));
      for (Walk walk : walks()) {
        FileSystemException e =
            assertThrows(FileSystemException.class, () -> walk.walk(last, setting(LONG)));
        assertEquals(last.toString(), e.getFile());
        assertEquals(
            "cannot set the label " + LONG + ": ENOSPC: No space left on device", e.getReason());
        assertEquals(SHORT, tree.look(last).label());
      }
      Files.delete(filling);
      tree.walk(last, setting(LONG));
      assertEquals(LONG, tree.look(last).label());
    }
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[1024];
    IOException full =
        assertThrows(
            IOException.class,
            () -> {
              try (OutputStream out = Files.newOutputStream(file)) {
                for (int i = 0; i < 10_000; i++) {
                  out.write(block);
                }
              }
            });
    assertTrue(full.getMessage().contains("No space left"), full.getMessage());
  }

  /** Two of them are shown alike, so that only a descriptor tells them apart. */
  @Test
  void everyNameGetsItsOwnLabel() throws Exception {
    Path dir = Files.createTempDirectory("sevol").toRealPath();
    try {
      String names =
          "cd \"$1\" && mkdir \"$(printf 'a\\377b')\" \"$(printf 'a\\357\\277\\275b')\" "
              + "&& touch \"$(printf 'a\\377b/x\\ny')\" \"$(printf 'a\\357\\277\\275b/x\\ny')\" "
              + "&& touch \"$(printf 'c\\nd')\" \"$(printf '\\377%.0s' $(seq 255))\" ' ' ./-n '\\'";
      assertEquals("", MountedImage.failure(List.of("sh", "-c", names, "sh", dir.toString())));
      assumeTrue(Swaps.setByPath(dir, SHORT.toString()), "no right to set labels here");
      for (Walk walk : walks()) {
        Map<Long, SecurityContext> given = new HashMap<>();
        Set<String> paths = new HashSet<>();
        walk.walk(
            dir,
            (NativeFileTreeTest.Setting)
                (status, object) -> {
                  synchronized (given) {
                    SecurityContext label =
                        SecurityContext.of("u:object_r:a_t:s0:c" + given.size());
                    object.set(label);
                    given.put(status.ino(), label);
                    paths.add(status.path());
                  }
                });
        assertEquals(10, given.size());
        assertEquals(8, paths.size());
        tree.walk(
            dir,
            (NativeFileTreeTest.Setting)
                (status, object) -> assertEquals(given.get(status.ino()), status.label()));
      }
    } finally {
      MountedImage.failure(List.of("rm", "-rf", dir.toString()));
    }
  }
}
