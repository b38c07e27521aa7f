package sevol.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.audit.KernelAuditStatus;

/** What the kernel's counts tell that is not well, or that they do not tell anything. */
final class KernelProblems {
  private static final Duration STALE = Duration.ofMinutes(15);

  /** {@code man auditctl}: the limit is the greatest number of buffers, 64 by default. */
  private static final long ROOMY_BACKLOG = 8192;

  private final KernelCounts.Reading kernel;
  private final @Nullable Heartbeat heartbeat;
  private final Instant now;

  KernelProblems(KernelCounts.Reading kernel, @Nullable Heartbeat heartbeat, Instant now) {
    this.kernel = kernel;
    this.heartbeat = heartbeat;
    this.now = now;
  }

  List<Problem> find() {
    KernelCounts counts = kernel.counts();
    if (counts == null) {
      return List.of(unknown(String.valueOf(kernel.why())));
    }
    List<Problem> problems = new ArrayList<>();
    Duration age = Duration.between(counts.time(), now).abs();
    if (age.compareTo(STALE) > 0) {
      problems.add(unknown("its counts are of " + IncidentJson.time(counts.time())));
    }
    KernelAuditStatus status = counts.status();
    Long lost = lostSinceStart(counts, heartbeat);
    String larger =
        "sudo auditctl -b "
            + Math.max(ROOMY_BACKLOG, 2 * status.backlogLimit())
            + " (and -b in /etc/audit/rules.d/audit.rules)";
    boolean recently = heartbeat != null && HeartbeatProblems.lostRecently(heartbeat, now);
    if (lost != null && lost > 0 && recently) {
      problems.add(
          new Problem(
              "the kernel lost audit records since the daemon began ("
                  + lost
                  + "): denials may be missing",
              status.rateLimit() > 0 ? "sudo auditctl -r 0; " + larger : larger));
    }
    if (status.backlogLimit() > 0 && status.backlog() * 10 >= status.backlogLimit() * 9) {
      problems.add(
          new Problem(
              status.backlog()
                  + " of at most "
                  + status.backlogLimit()
                  + " audit records wait in the kernel: it is about to drop some",
              larger));
    }
    return problems;
  }

  private static Problem unknown(String why) {
    return new Problem(
        "cannot tell whether the kernel loses audit records: " + why,
        "sudo systemctl start sevol-audit-status.timer");
  }

  /** The count since boot less the count at the start, unless it was reset in between. */
  static @Nullable Long lostSinceStart(KernelCounts counts, @Nullable Heartbeat heartbeat) {
    Long before = heartbeat == null ? null : heartbeat.lostAtStart();
    if (before == null) {
      return null;
    }
    long lost = counts.status().lost();
    return lost >= before ? lost - before : lost;
  }
}
