package sevol.selinux;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What policy says of one access.
 *
 * @param denied the asked permissions that are not allowed, empty if all are; permissions that the
 *     policy does not define are never in it
 * @param silent those of {@code denied} that would not be logged (dontaudit)
 * @param permissive the source domain is permissive: the denial would be logged and not enforced
 * @param reason why, where the side that was asked can tell (libsepol can, the kernel cannot)
 */
public record AccessDecision(
    Set<String> denied, Set<String> silent, boolean permissive, @Nullable DenialReason reason) {
  public AccessDecision {
    denied = Collections.unmodifiableSet(new LinkedHashSet<>(denied));
    silent = Collections.unmodifiableSet(new LinkedHashSet<>(silent));
  }

  /** True if nothing asked is denied by policy, whether or not the domain is permissive. */
  public boolean allowed() {
    return denied.isEmpty();
  }
}
