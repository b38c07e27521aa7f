package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir private Path temp;

  private static List<Finding> examine(FakeRoot root, Policy policy) {
    Libraries all = new Libraries(true, 35, true);
    return new Doctor(root.facts(), policy, all, names -> List.of(), FakeRoot.NOW).examine();
  }

  @Test
  void aDebianHostLacksOnlyDockersLabelling() throws IOException {
    FakeRoot root = DebianHost.at(temp, FakeRoot.NOW);
    List<Finding> findings = examine(root, FakeTypes.debian13().enforcing());
    assertEquals(
        List.of("docker"),
        findings.stream()
            .filter(f -> f.severity().compareTo(Severity.NOTE) > 0)
            .map(Finding::subject)
            .toList());
    assertEquals("docker", findings.get(0).subject(), "the worst comes first");
    root.file("/etc/docker/daemon.json", "{\"selinux-enabled\": true}");
    assertTrue(
        examine(root, FakeTypes.debian13().enforcing()).stream()
            .allMatch(f -> f.severity().compareTo(Severity.NOTE) <= 0));
  }

  @Test
  void findingsOfASubjectStayTogetherWorstFirst() throws IOException {
    FakeRoot root = DebianHost.at(temp, FakeRoot.NOW);
    root.file("/etc/audit/auditd.conf", "write_logs = no\nnum_logs = 5\n");
    List<Finding> findings = examine(root, FakeTypes.debian13().enforcing());
    List<String> subjects = findings.stream().map(Finding::subject).toList();
    assertEquals("auditd", subjects.get(0), "a problem comes before docker's warning");
    assertEquals("docker", subjects.get(subjects.lastIndexOf("auditd") + 1));
    assertEquals(
        subjects.stream().distinct().count(), changes(subjects), "each subject in one place");
    assertEquals(Severity.PROBLEM, findings.get(0).severity());
  }

  private static long changes(List<String> subjects) {
    long changes = 1;
    for (int i = 1; i < subjects.size(); i++) {
      changes += subjects.get(i).equals(subjects.get(i - 1)) ? 0 : 1;
    }
    return changes;
  }

  @Test
  void whereSelinuxIsOffNothingStandsInTheWayOfDenials() throws IOException {
    FakeRoot root = DebianHost.at(temp, FakeRoot.NOW);
    root.file("/etc/selinux/config", "SELINUX=disabled\nSELINUXTYPE=default\n");
    root.file("/etc/audit/auditd.conf", "write_logs = no\n");
    assertTrue(
        examine(root, FakeTypes.disabled()).stream()
            .allMatch(f -> f.severity().compareTo(Severity.NOTE) <= 0));
  }

  @Test
  void anEmptyHostIsExaminedToo() {
    List<Finding> findings = examine(new FakeRoot(temp), FakeTypes.disabled());
    assertTrue(findings.stream().noneMatch(Finding::blind), findings.toString());
  }
}
