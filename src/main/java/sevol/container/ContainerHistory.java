package sevol.container;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Containers seen, those that are gone included: a bounded memory from which the oldest that is
 * gone leaves first. Root's engines and each user have room of their own, so that no user can make
 * it forget anybody else's containers, and where root and a user claim an id, root's counts.
 */
final class ContainerHistory {
  /** What the texts of a user's containers may take together; an ordinary one has some hundreds. */
  private static final int USERS_TEXT = 1 << 18;

  private static final int MAX_USERS = 64;

  private final Clock clock;
  private final int usersCapacity;
  private final Room roots;
  private final Map<Integer, Room> users = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable List<Container> all;

  ContainerHistory(Clock clock, int capacity, int usersCapacity) {
    this.clock = clock;
    this.usersCapacity = usersCapacity;
    this.roots = new Room(capacity, Long.MAX_VALUE);
  }

  /** Remembers a container as the youngest of its room. */
  synchronized void put(Container container) {
    Integer owner = container.owner();
    if (owner != null && users.size() == MAX_USERS && !users.containsKey(owner)) {
      users.remove(users.keySet().iterator().next());
    }
    Room room =
        owner == null
            ? roots
            : users.computeIfAbsent(owner, u -> new Room(usersCapacity, USERS_TEXT));
    room.put(container);
    all = null;
  }

  /**
   * Takes note of who is there.
   *
   * @param owner whose containers these are, null for root's
   * @param ids of all bundles on disk
   */
  synchronized void present(@Nullable Integer owner, Set<String> ids) {
    Room room = owner == null ? roots : users.get(owner);
    if (room != null) {
      room.present(ids, clock.instant());
    }
  }

  /** False if its bundle had gone by then: it goes after the last process. */
  synchronized boolean mayHaveRun(Container container, Instant at) {
    Room room = container.owner() == null ? roots : users.get(container.owner());
    Instant gone = room == null ? null : room.gone.get(container.id());
    return gone == null || !at.isAfter(gone);
  }

  /** Everything remembered, root's first. */
  synchronized List<Container> all() {
    List<Container> known = all;
    if (known == null) {
      List<Container> fresh = new ArrayList<>(roots.containers.values());
      for (Room room : users.values()) {
        room.containers.values().stream()
            .filter(c -> !roots.containers.containsKey(c.id()))
            .forEach(fresh::add);
      }
      known = List.copyOf(fresh);
      all = known;
    }
    return known;
  }

  /** The containers of one owner. */
  private static final class Room {
    private final Map<String, Container> containers = new LinkedHashMap<>();
    private final Map<String, Instant> gone = new HashMap<>();
    private final int capacity;
    private final long textCapacity;
    private long text;

    Room(int capacity, long textCapacity) {
      this.capacity = capacity;
      this.textCapacity = textCapacity;
    }

    void put(Container container) {
      remove(container.id());
      containers.put(container.id(), container);
      text += text(container);
      while (containers.size() > capacity || (text > textCapacity && containers.size() > 1)) {
        remove(oldest());
      }
    }

    private String oldest() {
      return containers.keySet().stream()
          .filter(gone::containsKey)
          .findFirst()
          .orElseGet(() -> containers.keySet().iterator().next());
    }

    private void remove(String id) {
      Container old = containers.remove(id);
      gone.remove(id);
      text -= old == null ? 0 : text(old);
    }

    void present(Set<String> ids, Instant now) {
      for (String id : containers.keySet()) {
        if (ids.contains(id)) {
          gone.remove(id);
        } else {
          gone.putIfAbsent(id, now);
        }
      }
    }

    private static long text(Container c) {
      String labels = c.name() + "" + c.cgroup() + c.processLabel() + c.mountLabel();
      long length = labels.length();
      for (BindMount mount : c.mounts()) {
        length += mount.source().toString().length() + mount.destination().toString().length();
      }
      return length;
    }
  }
}
