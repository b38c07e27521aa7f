package sevol.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What auditd.conf(5) makes of the log: written at all, kept how long, stopped when. */
final class AuditdConf {
  private static final String SUBJECT = AuditDaemonExaminer.SUBJECT;
  private static final Remedy RELOAD =
      Remedy.text("").then("sudo systemctl kill --signal=HUP auditd");

  private AuditdConf() {}

  static List<Finding> judge(HostFacts facts, Settings conf, String log) {
    List<Finding> findings = new ArrayList<>();
    if (conf.is("write_logs", "no") || conf.is("log_format", "nolog")) {
      findings.add(
          found(Severity.PROBLEM, "writes no log: no denial is kept", conf, "write_logs")
              .cure(reload("write_logs = yes and log_format = ENRICHED")));
    }
    rotation(findings, conf);
    space(findings, facts, conf, log);
    return findings;
  }

  private static void rotation(List<Finding> findings, Settings conf) {
    String action = conf.get("max_log_file_action", "rotate").toLowerCase(Locale.ROOT);
    long logs = conf.number("num_logs", 0);
    long size = conf.number("max_log_file", 0);
    if (action.equals("suspend")) {
      findings.add(
          found(
                  Severity.WARNING,
                  "stops writing when the log has its full size",
                  conf,
                  "max_log_file_action")
              .cure(reload("max_log_file_action = ROTATE and num_logs = 5")));
    } else if (action.equals("rotate") && logs >= 2) {
      findings.add(
          Finding.ok(
              SUBJECT,
              "keeps " + logs + " logs of " + size + " MB, that long the daemon may be stopped"));
    } else {
      findings.add(
          found(
                  Severity.NOTE,
                  action.equals("keep_logs")
                      ? "keeps every log until the disk is full"
                      : "never rotates the log, which grows until the disk is full",
                  conf,
                  action.equals("rotate") ? "num_logs" : "max_log_file_action")
              .cure(reload("max_log_file_action = ROTATE and num_logs = 5")));
    }
  }

  /** SUSPEND is Debian's default for each: it matters when the disk is near. */
  private static void space(List<Finding> findings, HostFacts facts, Settings conf, String log) {
    List<String> suspending =
        Stream.of("admin_space_left_action", "disk_full_action", "disk_error_action")
            .filter(key -> conf.is(key, "suspend"))
            .toList();
    if (suspending.isEmpty()) {
      return;
    }
    int slash = log.lastIndexOf('/');
    OptionalLong free = facts.free(slash > 0 ? log.substring(0, slash) : "/");
    long left = conf.number("admin_space_left", 50);
    boolean now = free.isPresent() && free.getAsLong() >> 20 <= left;
    findings.add(
        found(
                now ? Severity.PROBLEM : Severity.NOTE,
                now
                    ? "has stopped writing, or is about to: "
                        + (free.getAsLong() >> 20)
                        + " MB are free"
                    : "stops writing for good when the log's disk is full, or nearly",
                conf,
                suspending.get(0))
            .cure(
                Remedy.text(
                        now
                            ? "make room on the file system of " + log + "; then"
                            : "watch the free space; afterwards")
                    .then("sudo systemctl kill --signal=USR2 auditd")));
  }

  private static Finding found(Severity severity, String what, Settings conf, String key) {
    return Finding.of(severity, SUBJECT, what)
        .because(AuditDaemonExaminer.CONF + ": " + key + " = " + conf.get(key, "(default)"));
  }

  private static Remedy reload(String lines) {
    return new Remedy(lines + " in " + AuditDaemonExaminer.CONF, RELOAD.commands());
  }
}
