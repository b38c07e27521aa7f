package sevol.request;

import java.util.List;
import sevol.container.Engine;

/**
 * A container that somebody asks an engine for, as far as mounts and labels need: from a command
 * line, a compose file or a quadlet.
 *
 * @param subject what a person calls it: {@code docker run}, {@code service web}
 * @param engine the engine that is asked
 * @param mounts the mounts, in the order in which they are written
 * @param volumesFrom containers whose mounts it gets as well
 * @param labels what is said of the container's label
 * @param notes what is not looked at, and why; hostile text in it is not yet escaped
 */
public record ContainerRequest(
    String subject,
    Engine engine,
    List<MountRequest> mounts,
    List<VolumesFrom> volumesFrom,
    LabelOptions labels,
    List<String> notes) {
  public ContainerRequest {
    mounts = List.copyOf(mounts);
    volumesFrom = List.copyOf(volumesFrom);
    notes = List.copyOf(notes);
  }

  /**
   * All mounts of the container, if those of the containers that it takes volumes from are these:
   * which of two at one place remains is the engine's rule.
   *
   * @param inherited as they would be in this container
   */
  public List<MountRequest> mountsWith(List<MountRequest> inherited) {
    return MountPlaces.merged(inherited, mounts);
  }
}
