package sevol.selinux;

/**
 * Why a policy denies, as {@code sepol_compute_av_reason_buffer} of libsepol tells it.
 *
 * @param kind which part of the policy denied
 * @param text one line for people: the missing rule, or the text of the constraint that failed
 */
public record DenialReason(Kind kind, String text) {
  /** The bits of {@code SEPOL_COMPUTEAV_*} in {@code sepol/policydb/services.h}. */
  public enum Kind {
    NO_ALLOW_RULE,
    CONSTRAINT,
    ROLE,
    BOUNDS
  }
}
