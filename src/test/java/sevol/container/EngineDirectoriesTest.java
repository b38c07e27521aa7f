package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineDirectoriesTest {
  private static final String ID = "ab".repeat(32);
  private static final String TASK = "io.containerd.runtime.v2.task/moby/" + ID + "/config.json";

  @TempDir private Path temporary;
  private Path root = Path.of("/");

  @BeforeEach
  void resolve() throws IOException {
    root = temporary.toRealPath();
  }

  private Path write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Path bundle(String path) throws IOException {
    return write(path, "{\"ociVersion\":\"1.0\"}");
  }

  private List<String> found() {
    return new DiskInventory(root, new PlainEngineFiles())
        .containers().stream().map(c -> c.engine().command() + " " + c.name()).toList();
  }

  @Test
  void storageThatTheConfigurationNamesIsLookedInto() throws IOException {
    write(
        "etc/containers/storage.conf",
        "[storage]\n# graphroot = \"/no\"\ngraphroot = \"/data/graph\"\nrunroot=\"/data/run\"\n");
    bundle("data/graph/overlay-containers/" + ID + "/userdata/config.json");
    write(
        "data/graph/overlay-containers/containers.json",
        "[{\"id\":\"" + ID + "\",\"names\":[\"moved\"]}]");
    bundle("data/run/overlay-containers/" + ID.replace('a', 'c') + "/userdata/config.json");
    assertEquals(List.of("podman moved", "podman null"), found());
  }

  @Test
  void vendorsConfigurationHoldsWhereThereIsNoOther() throws IOException {
    write("usr/share/containers/storage.conf", "graphroot = \"/vendor\"\n");
    bundle("vendor/overlay-containers/" + ID + "/userdata/config.json");
    assertEquals(List.of("podman null"), found());
    write("etc/containers/storage.conf", "driver = \"overlay\"\n");
    assertEquals(List.of(), found());
  }

  @Test
  void dockersNamesComeFromItsDataRoot() throws IOException {
    write("etc/docker/daemon.json", "{\"data-root\": \"/data/docker\"}");
    bundle("run/containerd/" + TASK);
    write("data/docker/containers/" + ID + "/config.v2.json", "{\"Name\":\"/db\"}");
    assertEquals(List.of("docker db"), found());
  }

  @Test
  void rootlessDockerIsFound() throws IOException {
    Path home = Files.createDirectories(root.resolve("home/ann"));
    int uid = TestUser.uid(home);
    bundle("run/user/" + uid + "/docker/containerd/daemon/" + TASK);
    write(
        "home/ann/.local/share/docker/containers/" + ID + "/config.v2.json",
        "{\"Name\":\"/mine\"}");
    TestUser.own(home);
    TestUser.own(root.resolve("run/user"));
    assertEquals(List.of("docker mine"), found());
  }

  @Test
  void homeThatIsNotMountedYetStaysSo() throws IOException {
    bundle(
        "home/ann/.local/share/containers/storage/overlay-containers/"
            + ID
            + "/userdata/config.json");
    TestUser.own(root.resolve("home/ann"));
    String autofs = "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:30 / %s rw - autofs auto.home rw\n";
    write("proc/self/mountinfo", String.format(autofs, root.resolve("home/ann")));
    assertEquals(List.of(), found());
    write(
        "proc/self/mountinfo",
        String.format(autofs, root.resolve("home/ann"))
            + "3 2 8:2 / "
            + root.resolve("home/ann")
            + " rw - ext4 /dev/sda2 rw\n");
    assertEquals(List.of("podman null"), found());
  }

  @Test
  void homeThatAnAutomounterMountedIsLookedInto() throws IOException {
    bundle(
        "home/ann/.local/share/containers/storage/overlay-containers/"
            + ID
            + "/userdata/config.json");
    int uid = TestUser.uid(root);
    TestUser.own(root.resolve("home/ann"));
    write("etc/passwd", "ann:x:" + uid + ":100::/home/ann:/bin/sh\n");
    String map =
        "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:30 / "
            + root.resolve("home")
            + " rw - autofs auto.home rw,indirect\n";
    write("proc/self/mountinfo", map);
    assertEquals(List.of(), found());
    write(
        "proc/self/mountinfo",
        map + "3 2 8:2 /ann " + root.resolve("home/ann") + " rw - ext4 /dev/sda2 rw\n");
    assertEquals(List.of("podman null"), found());
  }

  @Test
  void homeOnAServerIsNotLookedInto() throws IOException {
    bundle(
        "home/ann/.local/share/containers/storage/overlay-containers/"
            + ID
            + "/userdata/config.json");
    TestUser.own(root.resolve("home/ann"));
    write(
        "proc/self/mountinfo",
        "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:31 / "
            + root.resolve("home")
            + " rw - nfs4 server:/home rw\n");
    assertEquals(List.of(), found());
  }

  @Test
  void homesBelowALinkOfRootsAreFound() throws IOException {
    bundle(
        "var/home/ann/.local/share/containers/storage/overlay-containers/"
            + ID
            + "/userdata/config.json");
    Files.createSymbolicLink(root.resolve("home"), Path.of("var/home"));
    int uid = TestUser.uid(root.resolve("var/home/ann"));
    TestUser.own(root.resolve("var/home/ann"));
    write("etc/passwd", "ann:x:" + uid + ":100::/home/ann:/bin/sh\n");
    assertEquals(List.of("podman null"), found());
  }
}
