package sevol.diagnosis;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What policy will say to a container that uses a tree.
 *
 * @param groups what it may not do to each group of the scan
 * @param diagnoses one for each cause, the one that matters most first; empty if nothing is denied
 *     and everything could be asked
 * @param permissive the container's domain is permissive: denials are logged and not enforced
 * @param silent what stops the container leaves no record (dontaudit)
 * @param newEntries a warning about files that the container will make, null if there is none
 */
public record Prediction(
    List<GroupAccess> groups,
    List<Diagnosis> diagnoses,
    boolean permissive,
    boolean silent,
    @Nullable String newEntries) {
  public Prediction {
    groups = List.copyOf(groups);
    diagnoses = List.copyOf(diagnoses);
  }

  /** The diagnosis that matters most; empty if nothing is denied. */
  public Optional<Diagnosis> diagnosis() {
    return diagnoses.stream().findFirst();
  }

  /**
   * What is met first of all that is denied: the source itself if anything is denied there, else
   * the largest group.
   */
  public Optional<GroupAccess> met(TreeScan scan) {
    List<GroupAccess> denied = groups.stream().filter(g -> !g.denied().isEmpty()).toList();
    return denied.stream()
        .filter(g -> scan.holdsRoot(g.group()))
        .findFirst()
        .or(() -> denied.stream().findFirst());
  }

  /** True if something is known to be denied. */
  public boolean denied() {
    return diagnoses.stream().anyMatch(d -> d.cause() != Cause.UNKNOWN);
  }
}
