package sevol.app;

import java.util.Optional;
import sevol.diagnosis.Cause;
import sevol.diagnosis.DenialDiagnosis;
import sevol.diagnosis.Diagnosis;
import sevol.selinux.AccessDecisions;
import sevol.selinux.Denial;

/** Which denials are incidents, and their causes. */
final class DenialJudge {
  private final Optional<AccessDecisions> policy;

  /** Judges by this policy, or without one by what is known of types. */
  DenialJudge(Optional<AccessDecisions> policy) {
    this.policy = policy;
  }

  /**
   * The cause; empty if it is neither a container's denial nor an engine's on a mount, or concerns
   * no file. A USER_AVC is a service's refusal, and who may write audit messages can invent one.
   */
  Optional<Diagnosis> judge(Denial denial) {
    if (!denial.recordType().equals("AVC")
        || !(isContainer(denial) || DenialDiagnosis.isEngineOnMount(denial))) {
      return Optional.empty();
    }
    return Optional.of(DenialDiagnosis.diagnose(denial, policy))
        .filter(d -> d.cause() != Cause.NOT_A_FILE && d.cause() != Cause.NOT_CONTAINER);
  }

  /** True if a container's own process was denied, false for an engine's. */
  boolean isContainer(Denial denial) {
    return DenialDiagnosis.isContainer(denial);
  }
}
