package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class OciBundleTest {
  @TempDir private Path directory;

  private OciBundle read(String json) throws IOException {
    return read(Files.writeString(directory.resolve("config.json"), json));
  }

  private static OciBundle read(Path config) throws IOException {
    return OciBundle.of(config, JsonFile.read(config, 4 << 20), 1024);
  }

  private static BindMount mount(String source, String destination, boolean readOnly) {
    return new BindMount(Path.of(source), Path.of(destination), readOnly);
  }

  @Test
  void podmansMountsAreTheUsersOnly() throws IOException {
    OciBundle bundle =
        read(
            Fixtures.HOST.resolve(
                "var/lib/containers/storage/overlay-containers/"
                    + Fixtures.WEB
                    + "/userdata/config.json"));
    assertEquals(
        List.of(
            mount("/src/data/scripts", "/scripts", true),
            mount("/var/lib/containers/storage/volumes/vol1/_data", "/vol", false)),
        bundle.mounts());
    assertEquals("system_u:system_r:container_t:s0:c308,c402", "" + bundle.processLabel());
    assertEquals("system_u:object_r:container_file_t:s0:c308,c402", "" + bundle.mountLabel());
    assertEquals("machine.slice:libpod:" + Fixtures.WEB, bundle.cgroup());
  }

  @Test
  void dockersRecursiveReadOnlyIsReadOnly() throws IOException {
    OciBundle bundle =
        read(
            Fixtures.HOST.resolve(
                "run/containerd/io.containerd.runtime.v2.task/moby/"
                    + Fixtures.DWEB
                    + "/config.json"));
    assertEquals(
        List.of(
            mount("/src/data/scripts", "/scripts", true),
            mount("/var/lib/docker/volumes/dvol/_data", "/dvol", false)),
        bundle.mounts());
  }

  @Test
  void anonymousVolumesAreTheUsers() throws IOException {
    String source = "/var/lib/docker/volumes/" + Fixtures.WEB + "/_data";
    OciBundle bundle =
        read(
            "{\"ociVersion\":\"1.0\",\"mounts\":[{\"source\":\""
                + source
                + "\",\"destination\":\"/v\",\"options\":[\"rbind\",\"ro\",\"rw\"]}]}");
    assertEquals(List.of(mount(source, "/v", false)), bundle.mounts());
  }

  @Test
  void unconfinedProcessHasNoLabel() throws IOException {
    OciBundle bundle = read("{\"ociVersion\":\"1.0\",\"process\":{\"selinuxLabel\":\"\"}}");
    assertNull(bundle.processLabel());
    assertEquals(List.of(), bundle.mounts());
  }

  @Test
  void unexpectedKindsReadAsAbsent() throws IOException {
    OciBundle bundle =
        read(
            "{\"ociVersion\":\"1.0\",\"process\":[],\"linux\":7,\"annotations\":null,\"mounts\":["
                + "null,3,{},{\"type\":\"bind\",\"source\":{},\"destination\":\"/x\"},"
                + "{\"type\":\"bind\",\"source\":\"/a\\u0000b\",\"destination\":\"/x\"},"
                + "{\"type\":\"bind\",\"source\":\"/"
                + "a".repeat(5000)
                + "\",\"destination\":\"/x\"},"
                + "{\"type\":\"bind\",\"source\":\"/s\",\"destination\":\"/d\",\"options\":[[],{}]}]}");
    assertEquals(List.of(mount("/s", "/d", false)), bundle.mounts());
  }

  @Test
  void halfWrittenAndForeignFilesAreRefused() {
    for (String text : List.of("", "{\"ociVersion\":\"1.0\",\"mou", "[]", "{}", "\0\0")) {
      assertThrows(IOException.class, () -> read(text), text);
    }
  }

  @Test
  void deepNestingIsRefused() {
    assertThrows(IOException.class, () -> read("[".repeat(100_000)));
  }

  @Test
  void oversizedFileIsRefused() {
    IOException e =
        assertThrows(IOException.class, () -> read("{\"a\":\"" + "x".repeat(5 << 20) + "\"}"));
    assertTrue(("" + e.getMessage()).contains("larger than"), () -> "" + e);
  }

  @Test
  void linkIsNotFollowed() throws IOException {
    Path target = Files.writeString(directory.resolve("t"), "{\"ociVersion\":\"1.0\"}");
    Path link = Files.createSymbolicLink(directory.resolve("config.json"), target);
    assertThrows(IOException.class, () -> read(link));
  }

  @Test
  @Timeout(10)
  void pipeDoesNotHang() throws Exception {
    Path pipe = directory.resolve("config.json");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertThrows(IOException.class, () -> read(pipe));
  }
}
