package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerHistoryTest {
  private static final Instant NOW = Instant.parse("2026-11-22T18:13:52.100Z");

  private final ContainerHistory history = history(2, 2);

  private static ContainerHistory history(int capacity, int usersCapacity) {
    return new ContainerHistory(Clock.fixed(NOW, ZoneOffset.UTC), capacity, usersCapacity);
  }

  private static Container container(String id, String name, @Nullable Integer owner) {
    return new Container(Engine.PODMAN, id, name, null, null, null, List.of(), owner);
  }

  private List<String> names() {
    return history.all().stream().map(Container::display).toList();
  }

  private void root(String id, String name) {
    history.put(container(id, name, null));
  }

  private void user(int uid, String id, String name) {
    history.put(container(id, name, uid));
  }

  @Test
  void oldestThatIsGoneLeavesFirst() {
    root("1", "running");
    root("2", "gone");
    history.present(null, Set.of("1"));
    root("3", "new");
    assertEquals(List.of("running", "new"), names());
  }

  @Test
  void boundHoldsEvenIfAllRun() {
    for (String id : List.of("1", "2", "3")) {
      root(id, "c" + id);
      history.present(null, Set.of("1", "2", "3"));
    }
    assertEquals(List.of("c2", "c3"), names());
  }

  @Test
  void usersContainersPushOutNoneButTheirOwn() {
    root("1", "roots");
    user(1000, "1a", "ann");
    for (int i = 0; i < 100; i++) {
      user(666, "evil" + i, "evil" + i);
    }
    assertEquals(List.of("roots", "ann", "evil98", "evil99"), names());
  }

  @Test
  void rootsContainerCountsWhereBothClaimAnId() {
    root("1", "roots");
    user(666, "1", "forged");
    assertEquals(List.of("roots"), names());
  }

  @Test
  void userCannotReplaceAnotherUsersContainer() {
    user(1000, "1", "ann");
    user(666, "1", "forged");
    assertEquals(List.of("ann", "forged"), names());
  }

  @Test
  void hugeContainersOfAUserPushOutOneAnother() {
    ContainerHistory wide = history(2, 100);
    Path path = Path.of("/" + "x/".repeat(2000));
    List<BindMount> mounts = Collections.nCopies(20, new BindMount(path, path, false));
    for (int i = 0; i < 100; i++) {
      wide.put(new Container(Engine.PODMAN, "" + i, null, null, null, null, mounts, 666));
    }
    assertEquals(262144 / (20 * 2 * path.toString().length()), wide.all().size());
  }

  @Test
  void usersAreBounded() {
    for (int uid = 1000; uid < 2000; uid++) {
      user(uid, "1", "c" + uid);
    }
    assertEquals(64, history.all().size());
  }

  @Test
  void containerStartedAgainIsYoung() {
    root("1", "a");
    root("2", "b");
    root("1", "a");
    root("3", "c");
    assertEquals(List.of("a", "c"), names());
  }

  @Test
  void whatIsGoneDidNotRunLater() {
    Container gone = container("1", "gone", null);
    history.put(gone);
    history.present(null, Set.of("1"));
    assertTrue(history.mayHaveRun(gone, NOW.plusSeconds(5)));
    history.present(null, Set.of());
    assertTrue(history.mayHaveRun(gone, NOW));
    assertFalse(history.mayHaveRun(gone, NOW.plusMillis(1)));
    history.present(null, Set.of("1"));
    assertTrue(history.mayHaveRun(gone, NOW.plusMillis(1)));
  }
}
