package sevol.jna;

import java.util.Optional;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** A host without a policy: it knows no context. */
final class NoDecisions implements AccessDecisions {

  @Override
  public Optional<AccessDecision> decide(
      SecurityContext scontext, SecurityContext tcontext, AccessVector asked) {
    return Optional.empty();
  }

  @Override
  public Optional<SecurityContext> contextOfNew(
      SecurityContext scontext, SecurityContext directory, ObjectClass tclass) {
    return Optional.empty();
  }

  @Override
  public Optional<SecurityContext> canonical(SecurityContext context) {
    return Optional.empty();
  }
}
