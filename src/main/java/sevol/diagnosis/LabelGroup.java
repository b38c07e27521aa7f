package sevol.diagnosis;

import org.jspecify.annotations.Nullable;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * The entries of a tree that are alike to the policy.
 *
 * @param mountId the mount they are on
 * @param tclass their class
 * @param label their label, null where it could not be read
 * @param count how many
 * @param example path of the first one met
 */
public record LabelGroup(
    long mountId, ObjectClass tclass, @Nullable SecurityContext label, long count, String example) {

  /** The same entries after a relabel. */
  LabelGroup withLabel(SecurityContext other) {
    return new LabelGroup(mountId, tclass, other, count, example);
  }
}
