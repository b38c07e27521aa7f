package sevol.request;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sevol.container.Engine;
import sevol.request.MountRequest.Made;
import sevol.request.MountRequest.Volume;

/**
 * Which mounts remain where several are asked for at one place in the container ({@code
 * registerMountPoints} of moby, {@code parseVolumes} of podman's specgenutil).
 */
final class MountPlaces {
  /** The option that asks for a mount. */
  enum From {
    VOLUME,
    MOUNT,
    TMPFS,
    DEVICE
  }

  /**
   * One request.
   *
   * @param number of those before it
   * @param written the option and its value
   */
  private record Asked(int number, From from, String written, MountRequest mount) {
    boolean anonymous() {
      return from == From.VOLUME && mount instanceof Volume volume && volume.name() == null;
    }
  }

  /** What becomes of two at one place. */
  private enum Winner {
    FIRST,
    SECOND,
    BOTH,
    NONE
  }

  private final Engine engine;
  private final Map<String, List<Asked>> places = new HashMap<>();
  private final Set<Asked> order = new LinkedHashSet<>();

  MountPlaces(Engine engine) {
    this.engine = engine;
  }

  /**
   * Adds one.
   *
   * @param written the option and its value, for messages
   * @throws InvalidRequestException if the engine refuses it beside one that is there
   */
  void add(From from, String written, MountRequest mount) throws InvalidRequestException {
    Asked added = new Asked(order.size(), from, written, mount);
    if (from == From.DEVICE) {
      order.add(added);
      return;
    }
    List<Asked> here = places.computeIfAbsent(place(mount), place -> new ArrayList<>());
    for (Asked other : List.copyOf(here)) {
      switch (engine == Engine.DOCKER ? docker(other, added) : podman(other, added)) {
        case FIRST -> {
          return;
        }
        case SECOND -> {
          here.remove(other);
          order.remove(other);
        }
        case BOTH -> {}
        case NONE ->
            throw new InvalidRequestException(
                other.written
                    + " and "
                    + written
                    + ": "
                    + engine.command()
                    + " refuses two mounts at "
                    + place(mount));
      }
    }
    here.add(added);
    order.add(added);
  }

  private static Winner docker(Asked one, Asked two) {
    boolean same = one.from == From.VOLUME && one.written.equals(two.written);
    if (same || two.anonymous()) {
      return Winner.FIRST;
    }
    if (one.anonymous()) {
      return Winner.SECOND;
    }
    if (one.from == From.TMPFS && two.from == From.TMPFS) {
      // by the text of the path; the later options hold
      return one.mount.destination().equals(two.mount.destination()) ? Winner.SECOND : Winner.BOTH;
    }
    boolean tmpfs = one.from == From.TMPFS || two.from == From.TMPFS;
    boolean mount = one.from == From.MOUNT || two.from == From.MOUNT;
    return tmpfs && mount ? Winner.BOTH : Winner.NONE;
  }

  private static Winner podman(Asked one, Asked two) {
    if (one.from == two.from && one.from == From.VOLUME) {
      boolean volumes = one.mount instanceof Volume && two.mount instanceof Volume;
      boolean same =
          volumes
              ? one.mount.source().equals(two.mount.source())
              : one.mount.equals(two.mount) && options(one).equals(options(two));
      return same && samePath(one, two) ? Winner.FIRST : Winner.NONE;
    }
    if (one.from == From.TMPFS && two.from == From.TMPFS) {
      return one.written.equals(two.written) ? Winner.FIRST : Winner.NONE;
    }
    if (one.from == From.TMPFS || two.from == From.TMPFS) {
      boolean first = two.from == From.TMPFS;
      boolean made =
          (first ? one : two).mount instanceof Made tmpfs && tmpfs.what() == Made.What.TMPFS;
      return !made ? Winner.NONE : first ? Winner.FIRST : Winner.SECOND;
    }
    return one.from != two.from && one.mount.equals(two.mount) ? Winner.FIRST : Winner.NONE;
  }

  private static boolean samePath(Asked one, Asked two) {
    return one.mount.destination().equals(two.mount.destination());
  }

  /** What comes after the second colon of a volume. */
  private static String options(Asked volume) {
    String[] part = volume.written.split(":", 3);
    return part.length < 3 ? "" : part[2];
  }

  /** Those that remain, in the order in which they were asked for. */
  List<MountRequest> mounts() {
    return order.stream().map(Asked::mount).toList();
  }

  /**
   * The mounts of a request and of the containers that it takes volumes from. Where both have one,
   * the request's holds, but for docker's anonymous volume and its {@code --tmpfs}, which leaves
   * both.
   */
  static List<MountRequest> merged(List<MountRequest> inherited, List<MountRequest> own) {
    List<MountRequest> all = new ArrayList<>(inherited);
    for (MountRequest mount : own) {
      boolean docker = mount.engine() == Engine.DOCKER;
      boolean there = inherited.stream().anyMatch(i -> place(i).equals(place(mount)));
      if (there && docker && mount instanceof Volume volume && volume.name() == null) {
        continue;
      }
      if (!(docker && mount instanceof Made)) {
        all.removeIf(other -> inherited.contains(other) && place(other).equals(place(mount)));
      }
      all.add(mount);
    }
    return all;
  }

  private static String place(MountRequest mount) {
    return CleanPath.of(mount.destination());
  }
}
