package sevol.preflight;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Cause;
import sevol.diagnosis.GroupAccess;
import sevol.remedy.Advice;
import sevol.request.MountRequest;
import sevol.selinux.SecurityContext;

/**
 * Whether a container will be able to use a mount.
 *
 * @param request the mount
 * @param resolved the source with every link resolved, null where it could not be
 * @param outcome the verdict in a word
 * @param cause why it is not fine; null if it is
 * @param reason the evidence in a sentence; hostile text in it is not yet escaped
 * @param process label that the container's process will have, null if the engine sets none or it
 *     does not matter
 * @param entries how many entries of the source were looked at
 * @param groups what may not be done to which of them
 * @param warnings further sentences
 * @param advice what to do, null if nothing
 */
public record Verdict(
    MountRequest request,
    @Nullable Path resolved,
    Outcome outcome,
    @Nullable Cause cause,
    String reason,
    @Nullable SecurityContext process,
    long entries,
    List<GroupAccess> groups,
    List<String> warnings,
    @Nullable Advice advice) {
  public Verdict {
    groups = List.copyOf(groups);
    warnings = List.copyOf(warnings);
  }

  /** The verdict in a word. */
  public enum Outcome {
    FINE,
    DENIED,
    UNKNOWN;

    /** As JSON spells it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
