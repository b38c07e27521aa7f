package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskInventoryTest {
  private static final String ID = "ab".repeat(32);

  private static Path bundle(Path root, String config, String label, String annotations)
      throws IOException {
    Path file = root.resolve(config);
    Files.createDirectories(file.getParent());
    return Files.writeString(
        file,
        "{\"ociVersion\":\"1.0\",\"process\":{\"selinuxLabel\":\""
            + label
            + "\"},\"annotations\":{"
            + annotations
            + "}}");
  }

  private static List<String> lines(Path root) {
    return new DiskInventory(root, new PlainEngineFiles())
        .containers().stream()
            .map(c -> c.engine().command() + " " + c.display() + " " + c.processLabel())
            .toList();
  }

  @Test
  void namesAndLabelsOfRealEngines() {
    Map<String, String> found =
        new DiskInventory(Fixtures.HOST)
            .containers().stream()
                .collect(
                    Collectors.toMap(Container::id, c -> c.engine().command() + " " + c.name()));
    assertEquals(
        Map.of(
            Fixtures.WEB, "podman web",
            Fixtures.RM, "podman gracious_nightingale",
            Fixtures.DWEB, "docker dweb"),
        found);
  }

  @Test
  void kubernetesNamesComeFromAnnotations(@TempDir Path root) throws IOException {
    bundle(
        root,
        "run/containers/storage/overlay-containers/" + ID + "/userdata/config.json",
        "u:r:container_t:s0:c1,c2",
        "\"io.kubernetes.cri-o.ContainerType\":\"container\",\"io.kubernetes.pod.name\":\"p\","
            + "\"io.kubernetes.pod.namespace\":\"n\",\"io.kubernetes.container.name\":\"c\"");
    bundle(
        root,
        "run/containerd/io.containerd.runtime.v2.task/k8s.io/"
            + ID.replace('a', 'c')
            + "/config.json",
        "",
        "\"io.kubernetes.cri.sandbox-name\":\"q\",\"io.kubernetes.cri.sandbox-namespace\":\"m\"");
    assertEquals(
        List.of("containerd m/q null", "crio n/p/c u:r:container_t:s0:c1,c2"), lines(root));
  }

  @Test
  void containerWithoutNameShowsItsId(@TempDir Path root) throws IOException {
    bundle(
        root,
        "run/docker/containerd/daemon/io.containerd.runtime.v2.task/moby/" + ID + "/config.json",
        "",
        "");
    assertEquals(List.of("docker abababababab null"), lines(root));
  }

  @Test
  void rootlessPodmanIsFoundBelowHomes(@TempDir Path temporary) throws IOException {
    Path root = temporary.toRealPath();
    String storage = "/.local/share/containers/storage/overlay-containers/";
    bundle(root, "home/ann" + storage + ID + "/userdata/config.json", "u:r:t:s0:c1,c2", "");
    String other = ID.replace('a', 'e');
    bundle(root, "srv/bob" + storage + other + "/userdata/config.json", "", "");
    Files.createDirectories(root.resolve("etc"));
    int uid = TestUser.uid(root);
    Path passwd = root.resolve("etc/passwd");
    Files.writeString(passwd, "root:x:0:0::/root:/bin/sh\nbad:x\nx:x:9:9::/:/x\n");
    TestUser.own(root.resolve("home/ann"));
    TestUser.own(root.resolve("srv/bob"));
    assertEquals(List.of("podman abababababab u:r:t:s0:c1,c2"), lines(root));
    Files.writeString(passwd, "bob:x:" + uid + ":1001::/srv/bob:/bin/sh\n");
    assertEquals(List.of("podman ebebebebebeb null"), lines(root)); // the account's one home
  }

  @Test
  void userCannotSpeakForRootsContainer(@TempDir Path root) throws IOException {
    String storage = "containers/storage/overlay-containers/" + ID + "/userdata/config.json";
    bundle(root, "home/eve/.local/share/" + storage, "u:r:t:s0:c5,c6", "");
    TestUser.own(root.resolve("home/eve"));
    bundle(root, "var/lib/" + storage, "u:r:t:s0:c1,c2", "");
    assertEquals(List.of("podman abababababab u:r:t:s0:c1,c2"), lines(root));
  }

  @Test
  void linkedStorageOfAUserIsNotEntered(@TempDir Path root) throws IOException {
    bundle(root, "secret/" + ID + "/userdata/config.json", "", "");
    Path storage = root.resolve("home/eve/.local/share/containers/storage");
    Files.createDirectories(storage);
    Files.createSymbolicLink(storage.resolve("overlay-containers"), root.resolve("secret"));
    assertEquals(List.of(), lines(root));
  }

  @Test
  void bundleWithoutConfigurationIsNoContainerYet(@TempDir Path root) throws IOException {
    Files.createDirectories(
        root.resolve("var/lib/containers/storage/overlay-containers/" + ID + "/userdata"));
    Files.createDirectories(root.resolve("var/lib/containers/storage/overlay-containers/junk"));
    assertEquals(List.of(), lines(root));
  }

  @Test
  void hostWithoutEnginesHasNoContainers(@TempDir Path root) {
    assertEquals(List.of(), lines(root));
  }
}
