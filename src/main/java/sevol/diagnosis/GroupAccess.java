package sevol.diagnosis;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a container may not do to the entries of a group.
 *
 * @param group the entries
 * @param denied the needed permissions that are denied, empty if all are allowed
 * @param silent true if the denials that are met first would not be logged (dontaudit)
 * @param cause why they are denied; {@link Cause#UNKNOWN} where nothing could be asked; null if
 *     nothing is denied
 */
public record GroupAccess(
    LabelGroup group, Set<String> denied, boolean silent, @Nullable Cause cause) {
  public GroupAccess {
    denied = Collections.unmodifiableSet(new LinkedHashSet<>(denied));
  }
}
