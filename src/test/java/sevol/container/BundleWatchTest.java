package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleWatchTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String JSON =
      "{\"ociVersion\":\"1.0\",\"process\":{\"selinuxLabel\":\"u:r:container_t:s0:c1,c2\"}}";

  @TempDir private Path root;

  private final List<Container> told = new CopyOnWriteArrayList<>();

  private Path storage() throws IOException {
    return Files.createDirectories(root.resolve("var/lib/containers/storage/overlay-containers"));
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    assertTrue(condition.getAsBoolean());
  }

  private static void delete(Path bundle) throws IOException {
    Files.delete(bundle.resolve("userdata/config.json"));
    Files.delete(bundle.resolve("userdata"));
    Files.delete(bundle);
  }

  @Test
  void containerOfAMomentIsRemembered() throws Exception {
    Path bundle = storage().resolve(ID);
    try (BundleWatch watch = BundleWatch.start(new DiskInventory(root), told::add)) {
      Files.createDirectories(bundle.resolve("userdata"));
      Thread.sleep(50); // as podman does, the configuration comes after the directories
      Files.writeString(bundle.resolve("userdata/config.json"), JSON);
      Thread.sleep(300);
      delete(bundle);
      assertEquals(List.of(ID), watch.containers().stream().map(Container::id).toList());
      Thread.sleep(1200); // more than a rescan
      assertEquals(1, watch.containers().size());
    }
  }

  @Test
  void halfWrittenConfigurationIsReadAgain() throws Exception {
    Path config =
        Files.createDirectories(storage().resolve(ID + "/userdata")).resolve("config.json");
    Files.writeString(config, JSON.substring(0, 30));
    try (BundleWatch watch = BundleWatch.start(new DiskInventory(root), told::add)) {
      assertEquals(List.of(), watch.containers());
      Files.writeString(config, JSON);
      until(() -> watch.containers().size() == 1);
    }
  }

  @Test
  void engineInstalledLaterIsFound() throws Exception {
    try (BundleWatch watch = BundleWatch.start(new DiskInventory(root), told::add)) {
      Path bundle = root.resolve("run/containerd/io.containerd.runtime.v2.task/moby/" + ID);
      Files.createDirectories(bundle);
      Files.writeString(bundle.resolve("config.json"), JSON);
      until(() -> watch.containers().size() == 1);
      assertEquals(Engine.DOCKER, watch.containers().get(0).engine());
    }
  }

  @Test
  void rewrittenConfigurationReplacesTheOldOne() throws Exception {
    Path config =
        Files.createDirectories(storage().resolve(ID + "/userdata")).resolve("config.json");
    Files.writeString(config, JSON);
    try (BundleWatch watch = BundleWatch.start(new DiskInventory(root), told::add)) {
      Path next = config.resolveSibling("config.json.tmp");
      Files.writeString(next, JSON.replace("c1,c2", "c3,c4"));
      Files.move(next, config, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      until(() -> ("" + watch.containers().get(0).processLabel()).endsWith(":c3,c4"));
      assertEquals(1, watch.containers().size());
    }
  }

  private void bundle(String id) throws IOException {
    Path userdata = Files.createDirectories(storage().resolve(id).resolve("userdata"));
    Files.writeString(userdata.resolve("config.json"), JSON);
  }

  @Test
  void eachContainerIsToldOfOnce() throws Exception {
    bundle(ID);
    try (BundleWatch watch = BundleWatch.start(new DiskInventory(root), told::add)) {
      until(() -> told.size() == 1);
      Path config = storage().resolve(ID + "/userdata/config.json");
      Files.writeString(config, JSON.replace("c1,c2", "c3,c4"));
      until(() -> ("" + watch.containers().get(0).processLabel()).endsWith(":c3,c4"));
      bundle(ID.replace('0', 'f'));
      until(() -> told.size() == 2);
      assertEquals(List.of(ID, ID.replace('0', 'f')), told.stream().map(Container::id).toList());
    }
  }

  @Test
  void listenerThatHangsDoesNotStopTheWatching() throws Exception {
    CountDownLatch dead = new CountDownLatch(1);
    bundle(ID);
    try (BundleWatch watch =
        BundleWatch.start(
            new DiskInventory(root),
            c -> {
              try {
                dead.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })) {
      bundle(ID.replace('0', 'f'));
      until(() -> watch.containers().size() == 2);
    } finally {
      dead.countDown();
    }
  }

  @Test
  void containerThatWentDidNotRunAfterwards() throws Exception {
    bundle(ID);
    DiskInventory disk = new DiskInventory(root);
    try (BundleWatch watch = BundleWatch.start(disk, told::add)) {
      Container container = watch.containers().get(0);
      assertTrue(disk.isPresent(container));
      delete(storage().resolve(ID));
      assertFalse(disk.isPresent(container));
      until(() -> !watch.mayHaveRun(container, Instant.now().plusSeconds(60)));
      assertTrue(watch.mayHaveRun(container, Instant.EPOCH));
    }
  }

  @Test
  void usersContainersAreWatchedToo() throws Exception {
    root = root.toRealPath();
    Path home = Files.createDirectories(root.resolve("home/ann"));
    Path users = home.resolve(".local/share/containers/storage/overlay-containers");
    TestUser.own(home);
    try (BundleWatch watch =
        BundleWatch.start(new DiskInventory(root, new PlainEngineFiles()), told::add)) {
      Files.createDirectories(users.resolve(ID + "/userdata"));
      Files.writeString(users.resolve(ID + "/userdata/config.json"), JSON);
      TestUser.own(home);
      until(() -> told.size() == 1);
      assertEquals(TestUser.uid(root), watch.containers().get(0).owner());
    }
  }
}
