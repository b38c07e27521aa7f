package sevol.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether anybody takes the daemon's requests for automatic fixes. */
final class AutomaticFixExaminer implements Examiner {
  private static final String SUBJECT = "automatic fixes";
  private static final String REQUESTS = "/run/sevol/daemon/requests";

  /** A request is taken within seconds, unless a fix is at work. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Instant now;

  AutomaticFixExaminer(Instant now) {
    this.now = now;
  }

  @Override
  public List<Finding> examine(HostFacts facts) {
    int waiting = facts.list(REQUESTS).size();
    boolean old =
        facts
            .modified(REQUESTS)
            .filter(at -> Duration.between(at, now).compareTo(PATIENCE) > 0)
            .isPresent();
    if (waiting == 0 || !old) {
      return List.of();
    }
    return List.of(
        Finding.problem(
                SUBJECT,
                "nobody takes the daemon's requests: sevol-fix.path is not enabled, or hit its start"
                    + " limit; or a fix is at work for long")
            .because(waiting + " in " + REQUESTS)
            .cure(
                Remedy.run(
                    "systemctl status sevol-fix.path sevol-fix.service",
                    "sudo systemctl reset-failed sevol-fix.path sevol-fix.service",
                    "sudo systemctl enable --now sevol-fix.path")));
  }
}
