package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleWatchTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String JSON =
      "{\"ociVersion\":\"1.0\",\"process\":{\"selinuxLabel\":\"u:r:container_t:s0:c1,c2\"}}";

  @TempDir private Path root;

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
    try (BundleWatch watch = BundleWatch.start(new DiskInventory(root))) {
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
    try (BundleWatch watch = BundleWatch.start(new DiskInventory(root))) {
      assertEquals(List.of(), watch.containers());
      Files.writeString(config, JSON);
      until(() -> watch.containers().size() == 1);
    }
  }

  @Test
  void engineInstalledLaterIsFound() throws Exception {
    try (BundleWatch watch = BundleWatch.start(new DiskInventory(root))) {
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
    try (BundleWatch watch = BundleWatch.start(new DiskInventory(root))) {
      Path next = config.resolveSibling("config.json.tmp");
      Files.writeString(next, JSON.replace("c1,c2", "c3,c4"));
      Files.move(next, config, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      until(() -> ("" + watch.containers().get(0).processLabel()).endsWith(":c3,c4"));
      assertEquals(1, watch.containers().size());
    }
  }
}
