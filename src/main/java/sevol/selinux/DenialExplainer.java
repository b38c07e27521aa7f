package sevol.selinux;

import java.io.IOException;
import java.util.Optional;

/** The port to a policy that tells why it denies and what in it would allow. */
public interface DenialExplainer {
  /**
   * Explains an access. The first question takes about half a second, one with a cure some loads of
   * the policy, each some tens of milliseconds and of megabytes; ask once for each pair of types,
   * class and set of permissions.
   *
   * @param denied the permissions that have to be allowed, all of them
   * @return empty if the policy allows the access, or does not know one of the contexts or the
   *     class
   * @throws IOException if the policy cannot be asked (not readable, newer than the library, no
   *     library); the message is one line for people
   */
  Optional<Explanation> explain(
      SecurityContext scontext, SecurityContext tcontext, AccessVector denied) throws IOException;
}
