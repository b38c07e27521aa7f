package sevol.report;

import org.jspecify.annotations.Nullable;
import sevol.container.Attribution;
import sevol.diagnosis.Diagnosis;
import sevol.remedy.Advice;
import sevol.selinux.Denial;

/**
 * All that is known of one denial, ready to be printed.
 *
 * @param denial the denial
 * @param container true if the source is a container's process; false for its engine and others
 * @param diagnosis the cause
 * @param attribution the container and mount it belongs to, as far as proved
 * @param advice what to do about it; null where the source is no container's
 */
public record DenialReport(
    Denial denial,
    boolean container,
    Diagnosis diagnosis,
    Attribution attribution,
    @Nullable Advice advice) {

  /** True if the access went through and was only logged. */
  boolean onlyLogged() {
    return Boolean.TRUE.equals(denial.permissive());
  }
}
