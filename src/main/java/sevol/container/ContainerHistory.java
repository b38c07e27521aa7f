package sevol.container;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Containers seen, those that are gone included: a bounded memory from which the oldest that is
 * gone leaves first. Root's engines and users' have room of their own, so that no user can make it
 * forget root's containers, and where both claim an id, root's counts.
 */
final class ContainerHistory {
  private final Map<String, Container> system = new LinkedHashMap<>();
  private final Map<String, Container> own = new LinkedHashMap<>();
  private final int capacity;
  private final int ownCapacity;

  ContainerHistory(int capacity, int ownCapacity) {
    this.capacity = capacity;
    this.ownCapacity = ownCapacity;
  }

  /**
   * Remembers a container as the youngest.
   *
   * @param usersOwn if it comes from a directory that an ordinary user writes
   * @param present ids that are on disk now
   */
  void put(Container container, boolean usersOwn, Set<String> present) {
    Map<String, Container> to = usersOwn ? own : system;
    to.remove(container.id());
    to.put(container.id(), container);
    if (to.size() > (usersOwn ? ownCapacity : capacity)) {
      evict(to, present);
    }
  }

  private static void evict(Map<String, Container> from, Set<String> present) {
    Iterator<String> ids = from.keySet().iterator();
    while (ids.hasNext()) {
      if (!present.contains(ids.next())) {
        ids.remove();
        return;
      }
    }
    from.remove(from.keySet().iterator().next());
  }

  /** Everything remembered. */
  List<Container> all() {
    Map<String, Container> all = new LinkedHashMap<>(own);
    all.putAll(system);
    return List.copyOf(all.values());
  }
}
