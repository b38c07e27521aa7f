package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditDaemonExaminerTest {
  private static final String CONF = "/etc/audit/auditd.conf";
  private static final String ROTATES =
      "max_log_file_action = ROTATE\nnum_logs = 5\nmax_log_file = 8\n";

  @TempDir private Path temp;
  private FakeRoot root;

  @BeforeEach
  void running() throws IOException {
    root =
        new FakeRoot(temp)
            .file("/run/auditd.pid", "700\n")
            .process(700, "auditd", "/usr/sbin/auditd")
            .file("/etc/os-release", "ID=debian\n")
            .file(CONF, ROTATES)
            .file("/var/log/audit/audit.log", "");
  }

  private List<String> look() {
    return root.look(new AuditDaemonExaminer());
  }

  private Finding with(String lines, int index) throws IOException {
    root.file(CONF, lines);
    return new AuditDaemonExaminer().examine(root.facts()).get(index);
  }

  @Test
  void aRunningOneIsFine() {
    assertEquals(
        List.of(
            "ok auditd: running",
            "ok auditd: /var/log/audit/audit.log can be read",
            "ok auditd: keeps 5 logs of 8 MB, that long the daemon may be stopped"),
        look());
  }

  @Test
  void aPidThatSomebodyElseHasIsNoAuditd() throws IOException {
    root.process(700, "sshd");
    assertTrue(look().get(0).startsWith("warning auditd: not running: "));
    root.process(812, "auditd");
    assertEquals("ok auditd: running", look().get(0));
  }

  @Test
  void itIsInstalledByTheDistributionsTool() throws IOException {
    root.remove(CONF).remove("/run/auditd.pid").process(700, "sshd");
    List<Finding> findings = new AuditDaemonExaminer().examine(root.facts());
    assertTrue(findings.get(0).what().startsWith("not installed: "));
    assertEquals(
        List.of("sudo", "apt", "install", "auditd"), findings.get(0).remedy().commands().get(0));
    root.file("/etc/os-release", "ID=opensuse-tumbleweed\nID_LIKE=\"opensuse suse\"\n");
    assertEquals(
        List.of("sudo", "zypper", "install", "audit"),
        new AuditDaemonExaminer().examine(root.facts()).get(0).remedy().commands().get(0));
  }

  @Test
  void aLogThatIsNotWrittenIsAProblem() throws IOException {
    assertEquals(
        Severity.PROBLEM, with("write_logs = no\nlog_format = ENRICHED\n" + ROTATES, 2).severity());
    assertEquals(
        "writes no log: no denial is kept", with("log_format = NOLOG\n" + ROTATES, 2).what());
  }

  @Test
  void theLogsGroupIsTheWayToReadItWithoutRoot() throws IOException {
    root.remove("/var/log/audit/audit.log").unreadable("/var/log/audit/audit.log");
    Finding finding = with("log_group = root\n" + ROTATES, 1);
    assertEquals(Severity.NOTE, finding.severity());
    assertEquals(CONF + ": log_group = root", finding.evidence());
    assertTrue(finding.remedy().text().contains("log_group = adm"));
  }

  @Test
  void aLogThatWasDeletedIsAWarning() throws IOException {
    root.remove("/var/log/audit/audit.log");
    assertTrue(look().get(1).startsWith("warning auditd: /var/log/audit/audit.log is not there"));
  }

  @Test
  void aLogElsewhereIsGivenToTheDaemon() throws IOException {
    root.file("/srv/log/a.log", "");
    assertEquals(
        List.of(List.of("sevol", "daemon", "--log", "/srv/log/a.log")),
        with("log_file = /srv/log/a.log\n" + ROTATES, 2).remedy().commands());
  }

  @Test
  void rotationIsJudgedByItsAction() throws IOException {
    assertEquals(Severity.WARNING, with("max_log_file_action = SUSPEND\n", 2).severity());
    assertTrue(with("max_log_file_action = IGNORE\n", 2).what().startsWith("never rotates"));
    assertTrue(with("max_log_file_action = KEEP_LOGS\n", 2).what().startsWith("keeps every log"));
    Finding single = with("max_log_file_action = ROTATE\nnum_logs = 1\n", 2);
    assertEquals(CONF + ": num_logs = 1", single.evidence(), "below two there is no rotation");
    assertEquals(Severity.NOTE, single.severity());
  }

  @Test
  void suspendingOnAFullDiskIsANoteUntilTheDiskIsFull() throws IOException {
    Finding roomy = with(ROTATES + "disk_full_action = SUSPEND\nadmin_space_left = 0\n", 3);
    assertEquals(Severity.NOTE, roomy.severity());
    Finding full = with(ROTATES + "disk_full_action = SUSPEND\nadmin_space_left = 999999999\n", 3);
    assertEquals(Severity.PROBLEM, full.severity());
    assertEquals(
        List.of(List.of("sudo", "systemctl", "kill", "--signal=USR2", "auditd")),
        full.remedy().commands());
  }

  @Test
  void aConfigurationThatMayNotBeReadIsSaid() throws IOException {
    root.remove(CONF).unreadable(CONF);
    assertTrue(look().get(1).startsWith("note auditd: not looked at: " + CONF), look().toString());
  }
}
