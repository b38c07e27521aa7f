package sevol.automatic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.Engine;
import sevol.diagnosis.Cause;
import sevol.ledger.IncidentKey;

class SeenMountsTest {
  private static Container container(@Nullable Integer owner, String source, boolean readOnly) {
    BindMount mount = new BindMount(Path.of(source), Path.of("/data"), readOnly);
    String id = source + readOnly;
    return new Container(Engine.PODMAN, id, id, null, null, null, List.of(mount), owner);
  }

  private static Optional<SeenMounts.Source> of(IncidentKey key, Container... containers) {
    return new SeenMounts(List.of(containers), Set.of("container_t")).of(key.id());
  }

  private static IncidentKey key(String source, Cause cause) {
    return new IncidentKey(source, cause, "file", "container_t");
  }

  @Test
  void theIdAloneLeadsToItsMountAndCause() {
    assertEquals(
        Optional.of(new SeenMounts.Source(Path.of("/srv/b"), Cause.MCS_MISMATCH, true)),
        of(
            key("/srv/b", Cause.MCS_MISMATCH),
            container(null, "/srv/a", false),
            container(null, "/srv/b", true)));
  }

  @Test
  void oneUseThatWritesCounts() {
    assertEquals(
        Optional.of(new SeenMounts.Source(Path.of("/srv/a"), Cause.UNLABELED, false)),
        of(
            key("/srv/a", Cause.UNLABELED),
            container(null, "/srv/a", true),
            container(null, "/srv/a", false)));
  }

  @Test
  void whatAUserWroteOfHisContainersIsNotBelieved() {
    assertEquals(
        Optional.empty(), of(key("/srv/a", Cause.UNLABELED), container(1000, "/srv/a", false)));
  }

  @Test
  void anotherIdIsNobodys() {
    Container container = container(null, "/srv/a", false);
    assertEquals(Optional.empty(), of(key("/srv/b", Cause.UNLABELED), container));
    IncidentKey other = new IncidentKey("/srv/a", Cause.UNLABELED, "file", "init_t");
    assertEquals(Optional.empty(), of(other, container));
  }
}
