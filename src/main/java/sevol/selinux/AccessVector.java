package sevol.selinux;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Permissions of one object class, in the order in which they were asked.
 *
 * @param tclass the object class
 * @param perms names as the policy spells them; unmodifiable
 */
public record AccessVector(ObjectClass tclass, Set<String> perms) {
  public AccessVector {
    perms = Collections.unmodifiableSet(new LinkedHashSet<>(perms));
  }

  /** The permissions named, of that class. */
  public static AccessVector of(ObjectClass tclass, String... perms) {
    return new AccessVector(tclass, new LinkedHashSet<>(Arrays.asList(perms)));
  }

  @Override
  public String toString() {
    return tclass + " { " + String.join(" ", perms) + " }";
  }
}
