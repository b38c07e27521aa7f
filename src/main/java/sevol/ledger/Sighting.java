package sevol.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.remedy.Advice;

/**
 * One denial, or a predicted one, with all that was found out about it.
 *
 * @param time when it happened
 * @param enforced really refused; false if only logged, since domain or host is permissive
 * @param count how many denials it stands for; a prediction counts for none
 * @param perms the permissions denied
 * @param containers whose it was, as people call them: {@code podman web}
 * @param ambiguous it was one of {@code containers}, but it cannot be told which
 * @param sample the denial itself
 * @param mount the bind mount; null where it is not proved
 * @param reason what the cause was told by
 * @param advice what to do; null where nothing can be said
 */
public record Sighting(
    Instant time,
    boolean enforced,
    long count,
    Set<String> perms,
    List<String> containers,
    boolean ambiguous,
    Sample sample,
    @Nullable SeenMount mount,
    String reason,
    @Nullable Advice advice) {
  public Sighting {
    perms = Set.copyOf(perms);
    containers = List.copyOf(containers);
  }

  /** The same as a prediction. */
  Sighting uncounted() {
    return new Sighting(
        time, enforced, 0, perms, containers, ambiguous, sample, mount, reason, advice);
  }
}
