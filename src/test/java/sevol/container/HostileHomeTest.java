package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A rootless user who puts something else in the place of each of the engine's files. */
@Timeout(60)
class HostileHomeTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String OTHER = "fedcba9876543210".repeat(4);
  private static final String JSON =
      "{\"ociVersion\":\"1.0\",\"process\":{\"selinuxLabel\":\"u:r:container_t:s0:c1,c2\"}}";

  @TempDir private Path temporary;
  private Path root = Path.of("/");
  private Path storage = Path.of("/");

  @BeforeEach
  void home() throws IOException {
    root = temporary.toRealPath();
    storage =
        Files.createDirectories(
            root.resolve("home/eve/.local/share/containers/storage/overlay-containers"));
    bundle(OTHER, JSON);
  }

  private Path userdata(String id) throws IOException {
    return Files.createDirectories(storage.resolve(id).resolve("userdata"));
  }

  private void bundle(String id, String json) throws IOException {
    Files.writeString(userdata(id).resolve("config.json"), json);
  }

  private static void fifo(Path path) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
  }

  private static void huge(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(10L << 30);
    }
  }

  private List<String> ids() throws IOException {
    TestUser.own(root.resolve("home/eve"));
    return new DiskInventory(root, new PlainEngineFiles())
        .containers().stream().map(Container::id).toList();
  }

  @Test
  void honestBundleIsRead() throws IOException {
    assertEquals(List.of(OTHER), ids());
  }

  @Test
  void fifoInPlaceOfAConfigurationIsPassedOver() throws Exception {
    fifo(userdata(ID).resolve("config.json"));
    assertEquals(List.of(OTHER), ids());
  }

  @Test
  void fifoInPlaceOfEachDirectoryIsPassedOver() throws Exception {
    fifo(storage.resolve(ID));
    assertEquals(List.of(OTHER), ids());
    Files.move(storage, storage.resolveSibling("old"));
    fifo(storage);
    assertEquals(List.of(), ids());
  }

  @Test
  void hugeConfigurationIsNotRead() throws IOException {
    huge(userdata(ID).resolve("config.json"));
    assertEquals(List.of(OTHER), ids());
  }

  @Test
  void linkToAFileOfOthersIsNotFollowed() throws IOException {
    Path secret = Files.writeString(root.resolve("secret"), JSON);
    Files.createSymbolicLink(userdata(ID).resolve("config.json"), secret);
    assertEquals(List.of(OTHER), ids());
  }

  @Test
  void linkToADirectoryOfOthersIsNotFollowed() throws IOException {
    Path others = Files.createDirectories(root.resolve("others"));
    Files.writeString(others.resolve("config.json"), JSON);
    Files.createDirectories(storage.resolve(ID));
    Files.createSymbolicLink(storage.resolve(ID).resolve("userdata"), others);
    assertEquals(List.of(OTHER), ids());
  }

  @Test
  void linkedHomeIsNotEntered() throws IOException {
    Path moved = root.resolve("elsewhere");
    TestUser.own(root.resolve("home/eve"));
    Files.move(root.resolve("home/eve"), moved);
    Files.createSymbolicLink(root.resolve("home/eve"), moved);
    assertEquals(List.of(), new DiskInventory(root, new PlainEngineFiles()).containers());
  }

  @Test
  void namesThatAreNoFileAreDoneWithout() throws Exception {
    fifo(storage.resolve("containers.json"));
    huge(storage.resolve("volatile-containers.json"));
    assertEquals(List.of(OTHER), ids());
  }

  @Test
  void nestedForEverIsNoBundle() throws IOException {
    bundle(ID, "[".repeat(200_000));
    assertEquals(List.of(OTHER), ids());
  }

  @Test
  void bundlesAndMountsAreBounded() throws IOException {
    StringBuilder mounts = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      mounts.append(i == 0 ? "" : ",");
      mounts.append("{\"type\":\"bind\",\"source\":\"/s\",\"destination\":\"/d" + i + "\"}");
    }
    bundle(OTHER, JSON.replaceFirst("}}$", "},\"mounts\":[" + mounts + "]}"));
    for (int i = 0; i < 300; i++) {
      bundle(String.format("%064x", i), JSON);
    }
    TestUser.own(root.resolve("home/eve"));
    List<Container> found = new DiskInventory(root, new PlainEngineFiles()).containers();
    assertEquals(128, found.size());
    assertTrue(found.stream().allMatch(c -> c.mounts().size() <= 64));
    assertTrue(found.stream().allMatch(c -> c.owner() != null));
  }

  @Test
  void rootsContainersAreWatchedWhileAUsersFileHangs() throws Exception {
    TestUser.own(root.resolve("home/eve"));
    Path roots =
        Files.createDirectories(root.resolve("var/lib/containers/storage/overlay-containers"));
    java.util.concurrent.CountDownLatch dead = new java.util.concurrent.CountDownLatch(1);
    EngineFiles hanging =
        (file, max, uid) -> {
          try {
            dead.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          throw new IOException(file + ": gone");
        };
    try (BundleWatch watch = BundleWatch.start(new DiskInventory(root, hanging), c -> {})) {
      Path bundle = Files.createDirectories(roots.resolve(ID).resolve("userdata"));
      Files.writeString(bundle.resolve("config.json"), JSON);
      for (int i = 0; i < 500 && watch.containers().isEmpty(); i++) {
        Thread.sleep(10);
      }
      assertEquals(List.of(ID), watch.containers().stream().map(Container::id).toList());
    } finally {
      dead.countDown();
    }
  }
}
