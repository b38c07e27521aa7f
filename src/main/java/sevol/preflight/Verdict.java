package sevol.preflight;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Cause;
import sevol.diagnosis.GroupAccess;
import sevol.diagnosis.TreeLinks;
import sevol.remedy.Advice;
import sevol.request.MountRequest;
import sevol.selinux.Need;
import sevol.selinux.SecurityContext;

/**
 * Whether a container will be able to use a mount.
 *
 * @param request the mount
 * @param resolved the source with every link resolved, null where it could not be
 * @param outcome the verdict in a word, on what the mount is needed for
 * @param access the verdict on each need by itself; a need that the mount's mode rules out is left
 *     out
 * @param cause why it is not fine; null if it is
 * @param reason the evidence in a sentence; hostile text in it is not yet escaped
 * @param process label that the container's process will have, null if the engine sets none or it
 *     does not matter
 * @param entries how many entries of the source were looked at
 * @param groups what may not be done to which of them
 * @param links what of the source reaches beyond it
 * @param warnings further sentences
 * @param explanation the policy's own words for the denial: the missing rule or the constraint;
 *     null if nothing is denied or the policy could not be read
 * @param cures what would be allowed after a change, each proved by asking again
 * @param advice what to do, null if nothing
 */
public record Verdict(
    MountRequest request,
    @Nullable Path resolved,
    Outcome outcome,
    Map<Need, Outcome> access,
    @Nullable Cause cause,
    String reason,
    @Nullable SecurityContext process,
    long entries,
    List<GroupAccess> groups,
    TreeLinks links,
    List<String> warnings,
    @Nullable String explanation,
    List<Cure> cures,
    @Nullable Advice advice) {
  public Verdict {
    Map<Need, Outcome> ordered = new EnumMap<>(Need.class);
    ordered.putAll(access);
    access = Collections.unmodifiableMap(ordered);
    groups = List.copyOf(groups);
    warnings = List.copyOf(warnings);
    cures = List.copyOf(cures);
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
