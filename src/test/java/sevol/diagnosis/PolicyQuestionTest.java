package sevol.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
import sevol.selinux.Denial;
import sevol.selinux.DenialReason;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

class PolicyQuestionTest {
  private static final String SOURCE = " scontext=system_u:system_r:container_t:s0:c1,c2";

  /** Knows a few types; allows what the named ones carry at level s0. */
  private record FakePolicy(Set<String> known, Set<String> allowed) implements AccessDecisions {
    @Override
    public Optional<AccessDecision> decide(
        SecurityContext scontext, SecurityContext tcontext, AccessVector asked) {
      if (asked.tclass().name().equals("new_class")) {
        return Optional.empty();
      }
      boolean level = "s0".equals(tcontext.range());
      boolean type = allowed.contains(tcontext.type());
      DenialReason reason =
          type
              ? new DenialReason(DenialReason.Kind.CONSTRAINT, "constraint mlsconstrain failed")
              : new DenialReason(DenialReason.Kind.NO_ALLOW_RULE, "no allow rule");
      Set<String> denied = level && type ? Set.of() : asked.perms();
      return Optional.of(new AccessDecision(denied, Set.of(), false, reason));
    }

    @Override
    public Optional<SecurityContext> contextOfNew(
        SecurityContext scontext, SecurityContext directory, ObjectClass tclass) {
      return Optional.empty();
    }

    @Override
    public Optional<SecurityContext> canonical(SecurityContext context) {
      return known.contains(context.type()) ? Optional.of(context) : Optional.empty();
    }
  }

  private static Diagnosis ask(AccessDecisions policy, String tcontext, String tclass) {
    Denial d = Denials.of("{ write } for ino=3" + SOURCE + " tcontext=" + tcontext + tclass);
    return DenialDiagnosis.diagnose(d, Optional.of(policy));
  }

  private static final FakePolicy POLICY =
      new FakePolicy(
          Set.of("container_t", "container_file_t", "odd_t", "var_lib_t", "etc_t"),
          Set.of("container_file_t", "odd_t"));

  @Test
  void levelIsToBlameWhereS0WouldDo() {
    Diagnosis d = ask(POLICY, "u:object_r:container_file_t:s0:c7,c8", " tclass=dir");
    assertEquals(Cause.MCS_MISMATCH, d.cause());
    assertTrue(d.reason().endsWith("constraint mlsconstrain failed"), d.reason());
  }

  @Test
  void typeIsToBlameWhereContainerContentWouldDo() {
    Diagnosis d = ask(POLICY, "u:object_r:var_lib_t:s0", " tclass=dir");
    assertEquals(Cause.WRONG_TYPE_LABEL, d.cause());
    assertTrue(d.reason().endsWith("no allow rule"), d.reason());
  }

  @Test
  void policyHasAGapWhereNothingWouldDo() {
    FakePolicy strict = new FakePolicy(POLICY.known(), Set.of());
    assertEquals(Cause.POLICY_GAP, ask(strict, "u:object_r:var_lib_t:s0", " tclass=dir").cause());
  }

  @Test
  void protectedObjectStaysProtected() {
    Diagnosis d = ask(POLICY, "u:object_r:etc_t:s0", " tclass=dir");
    assertEquals(Cause.PROTECTED_HOST_PATH, d.cause());
    assertTrue(d.reason().endsWith("no allow rule"), d.reason());
  }

  @Test
  void sharedMemoryStaysWhatItIs() {
    Denial d =
        Denials.of(
            "{ map } for path=\"/memfd:x (deleted)\" dev=\"tmpfs\""
                + SOURCE
                + " tcontext=u:object_r:container_tmpfs_t:s0 tclass=file");
    FakePolicy policy =
        new FakePolicy(
            Set.of("container_t", "container_tmpfs_t", "container_file_t"),
            Set.of("container_file_t"));
    assertEquals(Cause.POLICY_GAP, DenialDiagnosis.diagnose(d, Optional.of(policy)).cause());
  }

  @Test
  void accessThatTheGivenPolicyAllowsIsSaid() {
    Diagnosis d = ask(POLICY, "u:object_r:container_file_t:s0", " tclass=dir");
    assertTrue(d.reason().contains("the policy asked allows it"), d.reason());
  }

  @Test
  void labelThatTheGivenPolicyLacksIsSaid() {
    Diagnosis d = ask(POLICY, "u:object_r:gone_t:s0", " tclass=dir");
    assertTrue(d.reason().contains("does not know u:object_r:gone_t:s0"), d.reason());
  }

  @Test
  void classThatTheGivenPolicyLacksIsSaid() {
    Diagnosis d = ask(POLICY, "u:object_r:odd_t:s0:c9", " tclass=new_class");
    assertTrue(d.reason().contains("does not know the class new_class"), d.reason());
  }

  @Test
  void contextThatAPasteCutShortIsCompleted() {
    Denial d = Denials.of("{ write } for scontext=container_t tcontext=var_lib_t:s0 tclass=dir");
    assertEquals(Cause.WRONG_TYPE_LABEL, DenialDiagnosis.diagnose(d, Optional.of(POLICY)).cause());
  }
}
