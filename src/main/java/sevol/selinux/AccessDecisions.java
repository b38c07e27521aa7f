package sevol.selinux;

import java.util.Optional;

/** The port through which a policy is asked: the running kernel's, or one in a file. */
public interface AccessDecisions {

  /**
   * Asks whether a process of {@code scontext} has these permissions on an object of {@code
   * tcontext}.
   *
   * @return empty if the policy does not know one of the contexts or the class
   */
  Optional<AccessDecision> decide(
      SecurityContext scontext, SecurityContext tcontext, AccessVector asked);

  /** True if all of it is allowed, whether or not the domain is permissive. */
  default boolean allows(SecurityContext scontext, SecurityContext tcontext, AccessVector asked) {
    return decide(scontext, tcontext, asked).map(AccessDecision::allowed).orElse(false);
  }

  /**
   * The label of a new object that a process makes in a directory ({@code
   * security_compute_create}).
   *
   * @return empty if the policy does not know one of the contexts or the class
   */
  Optional<SecurityContext> contextOfNew(
      SecurityContext scontext, SecurityContext directory, ObjectClass tclass);

  /** The context with alias names replaced by the policy's own; empty if it is not valid. */
  Optional<SecurityContext> canonical(SecurityContext context);
}
