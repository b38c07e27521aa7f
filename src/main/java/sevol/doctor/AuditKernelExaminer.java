package sevol.doctor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sevol.audit.KernelAuditStatus;

/**
 * The kernel's side of auditing: on or off, and whether it drops records. The status is what the
 * service's timer last wrote, since asking needs CAP_AUDIT_CONTROL.
 */
final class AuditKernelExaminer implements Examiner {
  private static final String SUBJECT = "kernel audit";
  private static final String STATUS = "/run/sevol/kernel/audit-status.json";

  /** Many times the timer's pace. */
  private static final Duration STALE = Duration.ofMinutes(15);

  private static final Remedy BACKLOG =
      Remedy.text(
              "-b 8192 in a file of /etc/audit/rules.d, and audit_backlog_limit=8192 on the kernel's"
                  + " command line for what happens before auditd starts")
          .then("sudo augenrules --load");

  private final Instant now;

  AuditKernelExaminer(Instant now) {
    this.now = now;
  }

  @Override
  public List<Finding> examine(HostFacts facts) {
    List<Finding> findings = new ArrayList<>();
    String line = " " + facts.read("/proc/cmdline").text().strip() + " ";
    if (line.contains(" audit=0 ") || line.contains(" audit=off ")) {
      findings.add(
          Finding.problem(SUBJECT, "auditing is off from the boot on: no denial is logged")
              .because("kernel command line: audit=0")
              .cure(Remedy.text("take audit=0 off the kernel's command line, and reboot")));
    }
    FileText file = facts.read(STATUS);
    Optional<KernelAuditStatus> status = parse(file.text());
    boolean fresh =
        facts
            .modified(STATUS)
            .filter(t -> Duration.between(t, now).compareTo(STALE) < 0)
            .isPresent();
    if (file.isRefused()) {
      findings.add(Finding.notLookedAt(SUBJECT, STATUS));
    } else if (status.isPresent() && fresh) {
      judge(findings, status.get());
    } else {
      String why = status.isPresent() ? " is old" : file.isRead() ? " is damaged" : " is not there";
      findings.add(
          Finding.note(SUBJECT, "whether the kernel drops records is not known")
              .because(STATUS + why)
              .cure(
                  Remedy.text("the service's timer keeps it; by hand, look at lost and backlog:")
                      .then("sudo systemctl start sevol-audit-status.timer", "sudo auditctl -s")));
    }
    return findings;
  }

  private static void judge(List<Finding> findings, KernelAuditStatus status) {
    if (status.enabled() == 0) {
      findings.add(
          Finding.problem(SUBJECT, "auditing is switched off: no denial is logged")
              .because("enabled 0")
              .cure(Remedy.run("sudo auditctl -e 1")));
    }
    if (status.lost() > 0) {
      findings.add(
          Finding.warning(SUBJECT, status.lost() + " records were dropped since boot")
              .because("lost " + status.lost() + ", backlog_limit " + status.backlogLimit())
              .cure(BACKLOG));
    } else if (status.backlogLimit() < 1024) {
      findings.add(
          Finding.warning(
                  SUBJECT,
                  "only "
                      + status.backlogLimit()
                      + " records may wait (the kernel's default is 64): a burst is lost")
              .because("backlog_limit " + status.backlogLimit())
              .cure(BACKLOG));
    }
    if (status.rateLimit() > 0) {
      findings.add(
          Finding.warning(
                  SUBJECT, "drops what is more than " + status.rateLimit() + " records a second")
              .because("rate_limit " + status.rateLimit())
              .cure(
                  Remedy.text("-r 0 in a file of /etc/audit/rules.d")
                      .then("sudo augenrules --load")));
    }
    if (status.failure() == 2) {
      findings.add(
          Finding.note(SUBJECT, "the kernel panics when it cannot log").because("failure 2"));
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(SUBJECT, "on, nothing lost, " + status.backlogLimit() + " records may wait"));
    }
  }

  /** Empty unless all of it is there. */
  static Optional<KernelAuditStatus> parse(String text) {
    try {
      JsonElement json = JsonParser.parseString(text);
      if (!(json instanceof JsonObject o)) {
        return Optional.empty();
      }
      return Optional.of(
          new KernelAuditStatus(
              number(o, "enabled"),
              number(o, "failure"),
              number(o, "pid"),
              number(o, "rate_limit"),
              number(o, "backlog_limit"),
              number(o, "lost"),
              number(o, "backlog")));
    } catch (JsonParseException | IllegalStateException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static long number(JsonObject o, String key) {
    JsonElement value = o.get(key);
    if (value == null || !value.isJsonPrimitive()) {
      throw new NumberFormatException(key);
    }
    return value.getAsLong();
  }
}
