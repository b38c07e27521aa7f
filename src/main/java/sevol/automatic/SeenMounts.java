package sevol.automatic;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.diagnosis.Cause;
import sevol.ledger.IncidentKey;
import sevol.selinux.ObjectClass;

/**
 * The bind mounts of containers whose files only root can write; an incident's id is a digest of
 * what it is about, so that the one it stands for is found among them without the ledger.
 */
public final class SeenMounts {
  private static final List<ObjectClass> CLASSES =
      List.of(
          ObjectClass.DIR,
          ObjectClass.FILE,
          ObjectClass.LNK_FILE,
          ObjectClass.FIFO_FILE,
          ObjectClass.SOCK_FILE,
          ObjectClass.CHR_FILE,
          ObjectClass.BLK_FILE);

  /** The source of each, and whether all mount it read-only. */
  private final Map<Path, Boolean> sources = new LinkedHashMap<>();

  private final Set<String> processTypes;

  /**
   * What an incident is about.
   *
   * @param path the mount's source, as its container has it
   * @param cause the incident's
   * @param readOnly every known use of it is read-only
   */
  public record Source(Path path, Cause cause, boolean readOnly) {}

  /**
   * Those of some containers.
   *
   * @param containers those of ordinary users are left out
   * @param processTypes types that a container's process may have
   */
  public SeenMounts(List<Container> containers, Set<String> processTypes) {
    this.processTypes = Set.copyOf(processTypes);
    for (Container container : containers) {
      if (container.owner() == null) {
        for (BindMount mount : container.mounts()) {
          sources.merge(mount.source(), mount.readOnly(), Boolean::logicalAnd);
        }
      }
    }
  }

  /** The one with this id. */
  public Optional<Source> of(String incident) {
    for (Map.Entry<Path, Boolean> source : sources.entrySet()) {
      for (Cause cause : Cause.values()) {
        if (matches(incident, source.getKey().toString(), cause)) {
          return Optional.of(new Source(source.getKey(), cause, source.getValue()));
        }
      }
    }
    return Optional.empty();
  }

  private boolean matches(String incident, String source, Cause cause) {
    for (ObjectClass tclass : CLASSES) {
      for (String type : processTypes) {
        if (new IncidentKey(source, cause, tclass.name(), type).id().equals(incident)) {
          return true;
        }
      }
    }
    return false;
  }
}
