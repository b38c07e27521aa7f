package sevol.doctor;

import java.util.ArrayList;
import java.util.List;

/** Whether auditd runs and writes a log that can be read. */
final class AuditDaemonExaminer implements Examiner {
  static final String SUBJECT = "auditd";
  static final String CONF = "/etc/audit/auditd.conf";

  @Override
  public List<Finding> examine(HostFacts facts) {
    List<Finding> findings = new ArrayList<>();
    FileText file = facts.read(CONF);
    boolean installed =
        file.state() != FileText.State.ABSENT
            || facts.exists("/sbin/auditd")
            || facts.exists("/usr/sbin/auditd");
    findings.add(running(facts, installed));
    if (file.isRefused()) {
      findings.add(Finding.notLookedAt(SUBJECT, CONF));
    }
    Settings conf = Settings.of(file.text());
    String log = conf.get("log_file", "/var/log/audit/audit.log");
    if (installed) {
      findings.add(log(facts, log, conf.get("log_group", "root")));
    }
    if (!log.equals("/var/log/audit/audit.log")) {
      findings.add(
          Finding.note(SUBJECT, "the log is elsewhere: " + log)
              .because(CONF + ": log_file")
              .cure(Remedy.command("sevol", "daemon", "--log", log)));
    }
    if (file.isRead()) {
      findings.addAll(AuditdConf.judge(facts, conf, log));
    }
    return findings;
  }

  private static Finding running(HostFacts facts, boolean installed) {
    String pid = facts.read("/run/auditd.pid").text().strip();
    if (Processes.is(facts, pid, "auditd") || Processes.find(facts, "auditd").isPresent()) {
      return Finding.ok(SUBJECT, "running");
    }
    Distribution distribution = Distribution.of(facts);
    return Finding.warning(
            SUBJECT,
            (installed ? "not running" : "not installed")
                + ": denials reach only the kernel's ring buffer and the journal, which drop them"
                + " when there are many; the daemon has to listen to the kernel itself")
        .cure(
            installed
                ? Remedy.run("sudo systemctl enable --now auditd")
                : Remedy.run(
                    distribution.install("auditd", "audit"), "sudo systemctl enable --now auditd"));
  }

  private static Finding log(HostFacts facts, String log, String group) {
    FileText text = facts.read(log, 1);
    if (text.isRead()) {
      return Finding.ok(SUBJECT, log + " can be read");
    }
    if (text.state() == FileText.State.ABSENT) {
      return Finding.warning(SUBJECT, log + " is not there: nothing has been logged since it went")
          .cure(
              Remedy.text("let auditd begin a new one (it refuses a plain restart):")
                  .then("sudo systemctl kill --signal=USR1 auditd"));
    }
    return Finding.note(SUBJECT, log + " may not be read by this account")
        .because(CONF + ": log_group = " + group)
        .cure(
            Remedy.text(
                    "sudo, or a group that may: log_group = adm in "
                        + CONF
                        + " and the account in that group (the daemon's unit has a capability"
                        + " instead)")
                .then("sudo systemctl kill --signal=HUP auditd"));
  }
}
