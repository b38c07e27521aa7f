package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.Engine;
import sevol.selinux.SecurityContext;

class ContainerRecordTest {
  @TempDir private Path temp;

  private static Container container(String id, @Nullable Integer owner) {
    SecurityContext label = SecurityContext.of("system_u:system_r:container_t:s0:c1,c2");
    BindMount mount = new BindMount(Path.of("/srv/ci/a\nb"), Path.of("/data"), true);
    return new Container(Engine.DOCKER, id, "web", label, null, null, List.of(mount), owner);
  }

  private List<String> ids() throws IOException {
    return ContainerRecord.read(temp).stream().map(Container::id).toList();
  }

  @Test
  void whatIsAddedIsReadWhole() throws IOException {
    assertEquals(List.of(), ids());
    new ContainerRecord(temp).add(container("1", null));
    assertEquals(List.of(container("1", null)), ContainerRecord.read(temp));
  }

  @Test
  void usersContainersStayOut() throws IOException {
    ContainerRecord record = new ContainerRecord(temp);
    record.add(container("1", 1000));
    record.add(container("2", null));
    assertEquals(List.of("2"), ids());
  }

  @Test
  void theNewestThousandStayAlsoOverARestart() throws IOException {
    for (int i = 0; i < 600; i++) {
      new ContainerRecord(temp).add(container("a" + i, null));
    }
    ContainerRecord record = new ContainerRecord(temp);
    for (int i = 0; i < 401; i++) {
      record.add(container("b" + i, null));
    }
    record.add(container("b0", null));
    assertEquals(1000, ids().size());
    assertEquals("a1", ids().get(0));
    assertEquals("b0", ids().get(999));
  }

  @Test
  void damageIsSaid() throws IOException {
    for (String text : List.of("{", "{}", "[]", "null")) {
      Files.writeString(temp.resolve("containers.json"), text);
      assertThrows(IOException.class, () -> ContainerRecord.read(temp), text);
    }
  }
}
