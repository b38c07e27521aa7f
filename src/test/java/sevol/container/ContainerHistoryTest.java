package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContainerHistoryTest {
  private static Container container(String id, String name) {
    return new Container(Engine.PODMAN, id, name, null, null, null, List.of());
  }

  private static List<String> names(ContainerHistory history) {
    return history.all().stream().map(Container::display).toList();
  }

  @Test
  void oldestThatIsGoneLeavesFirst() {
    ContainerHistory history = new ContainerHistory(2, 2);
    history.put(container("1", "running"), false, Set.of("1"));
    history.put(container("2", "gone"), false, Set.of("1"));
    history.put(container("3", "new"), false, Set.of("1", "3"));
    assertEquals(List.of("running", "new"), names(history));
  }

  @Test
  void boundHoldsEvenIfAllRun() {
    ContainerHistory history = new ContainerHistory(2, 2);
    for (String id : List.of("1", "2", "3")) {
      history.put(container(id, "c" + id), false, Set.of("1", "2", "3"));
    }
    assertEquals(List.of("c2", "c3"), names(history));
  }

  @Test
  void usersContainersPushOutNoneOfRoots() {
    ContainerHistory history = new ContainerHistory(2, 1);
    history.put(container("1", "roots"), false, Set.of());
    history.put(container("2", "a"), true, Set.of());
    history.put(container("3", "b"), true, Set.of());
    assertEquals(List.of("b", "roots"), names(history));
  }

  @Test
  void rootsContainerCountsWhereBothClaimAnId() {
    ContainerHistory history = new ContainerHistory(2, 2);
    history.put(container("1", "roots"), false, Set.of());
    history.put(container("1", "forged"), true, Set.of());
    assertEquals(List.of("roots"), names(history));
  }

  @Test
  void containerStartedAgainIsYoung() {
    ContainerHistory history = new ContainerHistory(2, 2);
    history.put(container("1", "a"), false, Set.of());
    history.put(container("2", "b"), false, Set.of());
    history.put(container("1", "a"), false, Set.of());
    history.put(container("3", "c"), false, Set.of());
    assertEquals(List.of("a", "c"), names(history));
  }
}
