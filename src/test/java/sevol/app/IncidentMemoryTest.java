package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.Engine;
import sevol.selinux.Denial;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

class IncidentMemoryTest {
  private long now;
  private final IncidentMemory memory = new IncidentMemory(() -> now);

  private static Denial denial(String level, String type, long ino) {
    return new Denial(
        null,
        null,
        "AVC",
        List.of("write"),
        SecurityContext.of("u:r:container_t:" + level),
        SecurityContext.of("u:object_r:" + type + ":s0"),
        ObjectClass.DIR,
        null,
        null,
        null,
        null,
        "vda",
        ino,
        1,
        false,
        null);
  }

  private static Attribution at(String name, @Nullable String source) {
    BindMount mount = source == null ? null : new BindMount(Path.of(source), Path.of("/m"), false);
    Container c = new Container(Engine.DOCKER, "id", name, null, null, null, List.of());
    return new Attribution(c, "mcs", mount, null, null);
  }

  @Test
  void categoriesAndObjectsBelowAMountMakeNoNewIncident() {
    assertTrue(memory.isNew(denial("s0:c1,c2", "a_t", 1), at("web", "/x")));
    assertFalse(memory.isNew(denial("s0:c3,c4", "a_t", 2), at("web", "/x")));
  }

  @Test
  void otherContainerMountOrTypeIsANewIncident() {
    assertTrue(memory.isNew(denial("s0:c1,c2", "a_t", 1), at("web", "/x")));
    assertTrue(memory.isNew(denial("s0:c1,c2", "a_t", 1), at("db", "/x")));
    assertTrue(memory.isNew(denial("s0:c1,c2", "a_t", 1), at("web", "/y")));
    assertTrue(memory.isNew(denial("s0:c1,c2", "b_t", 1), at("web", "/x")));
  }

  @Test
  void objectsOutsideAnyMountAreToldUpToABound() {
    int told = 0;
    for (int ino = 0; ino < 1000; ino++) {
      told += memory.isNew(denial("s0:c1,c2", "a_t", ino), at("web", null)) ? 1 : 0;
    }
    assertEquals(16, told);
  }

  @Test
  void sameAccessWithinSecondsIsARepeat() {
    Denial denial = denial("s0:c1,c2", "a_t", 1);
    assertFalse(memory.isRepeat(denial));
    now += TimeUnit.SECONDS.toNanos(9);
    assertTrue(memory.isRepeat(denial));
    assertFalse(memory.isRepeat(denial("s0:c1,c3", "a_t", 1)));
    now += TimeUnit.SECONDS.toNanos(2);
    assertFalse(memory.isRepeat(denial));
  }
}
