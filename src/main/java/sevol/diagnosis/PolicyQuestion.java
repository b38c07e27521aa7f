package sevol.diagnosis;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
import sevol.selinux.Denial;
import sevol.selinux.DenialReason;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * What a policy adds to a diagnosis: its own words for the denial, and the answer to "would another
 * level, or another type, do?".
 */
final class PolicyQuestion {
  /** Causes that the record alone decides; the policy only adds why. */
  private static final Set<Cause> SETTLED =
      Set.of(
          Cause.NOT_A_FILE,
          Cause.DEVICE,
          Cause.PROTECTED_HOST_PATH,
          Cause.NO_XATTR_FILESYSTEM,
          Cause.UNLABELED,
          Cause.BOOLEAN);

  /** The names of container content, newest first. */
  private static final List<String> CONTAINER_CONTENT =
      List.of("container_file_t", "svirt_sandbox_file_t", "svirt_lxc_file_t");

  private PolicyQuestion() {}

  static Diagnosis ask(Denial d, Diagnosis told, AccessDecisions policy) {
    SecurityContext scontext = d.scontext();
    SecurityContext tcontext = d.tcontext();
    ObjectClass tclass = d.tclass();
    if (scontext == null || tcontext == null || tclass == null || d.perms().isEmpty()) {
      return told;
    }
    Optional<SecurityContext> s = policy.canonical(complete(scontext, "system_r"));
    Optional<SecurityContext> t = policy.canonical(complete(tcontext, "object_r"));
    if (s.isEmpty() || t.isEmpty()) {
      SecurityContext strange = s.isEmpty() ? scontext : tcontext;
      return add(told, "the policy asked does not know " + strange);
    }
    AccessVector asked = new AccessVector(tclass, new LinkedHashSet<>(d.perms()));
    Optional<AccessDecision> decision = policy.decide(s.get(), t.get(), asked);
    if (decision.isEmpty()) {
      return add(told, "the policy asked does not know the class " + tclass);
    }
    if (decision.get().allowed()) {
      return add(told, "the policy asked allows it, so another policy or other booleans denied it");
    }
    boolean file = ObjectKind.of(d) == ObjectKind.FILE;
    Diagnosis decided = file ? decide(told, policy, s.get(), t.get(), asked) : told;
    DenialReason reason = decision.get().reason();
    return reason == null ? decided : add(decided, reason.text()); // the kernel gives none
  }

  private static Diagnosis decide(
      Diagnosis told,
      AccessDecisions policy,
      SecurityContext s,
      SecurityContext t,
      AccessVector asked) {
    if (SETTLED.contains(told.cause())) {
      return told;
    }
    if (t.range() != null && allows(policy, s, t.withRange("s0"), asked)) {
      if (told.cause() == Cause.MCS_MISMATCH) {
        return told;
      }
      return new Diagnosis(
          Cause.MCS_MISMATCH,
          String.format("at level s0 %s would be allowed, at %s it is not", t.type(), t.range()));
    }
    if (told.cause() == Cause.POLICY_GAP || told.cause() == Cause.UNKNOWN) {
      return told; // that another type would do does not make it this object's type
    }
    for (String type : CONTAINER_CONTENT) {
      SecurityContext content = t.withType(type).withRange(t.range() == null ? null : "s0");
      if (!t.type().equals(type) && allows(policy, s, content, asked)) {
        return told;
      }
    }
    return new Diagnosis(
        Cause.POLICY_GAP, s.type() + " would be denied this on the type of container content, too");
  }

  private static boolean allows(
      AccessDecisions policy, SecurityContext s, SecurityContext t, AccessVector asked) {
    return policy
        .canonical(t)
        .flatMap(c -> policy.decide(s, c, asked))
        .map(AccessDecision::allowed)
        .orElse(false);
  }

  private static Diagnosis add(Diagnosis told, String sentence) {
    return new Diagnosis(told.cause(), told.reason() + "; " + sentence);
  }

  /** A context that a paste cut short, with what it must have had. */
  private static SecurityContext complete(SecurityContext c, String role) {
    return c.user() != null
        ? c
        : new SecurityContext("system_u", role, c.type(), c.range() == null ? "s0" : c.range());
  }
}
