package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.selinux.SelinuxMode;

class ModeExaminerTest {
  @TempDir private Path temp;

  private Finding mode(SelinuxMode mode, String configured) throws IOException {
    HostFacts facts =
        new FakeRoot(temp)
            .file("/etc/selinux/config", "SELINUX=" + configured + "\nSELINUXTYPE=default\n")
            .facts();
    return new ModeExaminer(mode).examine(facts).get(0);
  }

  @Test
  void enforcingNowAndLaterIsFine() throws IOException {
    assertEquals(Severity.OK, mode(SelinuxMode.ENFORCING, "enforcing").severity());
  }

  @Test
  void anotherModeAfterTheNextBootIsAWarning() throws IOException {
    Finding finding = mode(SelinuxMode.ENFORCING, "permissive");
    assertEquals(Severity.WARNING, finding.severity());
    assertEquals("enforcing now, but permissive after the next boot", finding.what());
  }

  @Test
  void permissiveIsAWarningOnlyWhereItIsNotMeant() throws IOException {
    assertEquals(Severity.NOTE, mode(SelinuxMode.PERMISSIVE, "permissive").severity());
    Finding lowered = mode(SelinuxMode.PERMISSIVE, "enforcing");
    assertEquals(Severity.WARNING, lowered.severity());
    assertEquals(List.of(List.of("sudo", "setenforce", "1")), lowered.remedy().commands());
  }

  @Test
  void disabledIsAWarningOnlyWhereItIsNotMeant() throws IOException {
    assertEquals(Severity.NOTE, mode(SelinuxMode.DISABLED, "disabled").severity());
    new FakeRoot(temp).file("/proc/cmdline", "ro quiet selinux=0\n");
    Finding finding = mode(SelinuxMode.DISABLED, "enforcing");
    assertEquals(Severity.WARNING, finding.severity());
    assertEquals(
        "/etc/selinux/config: SELINUX=enforcing; kernel command line: selinux=0",
        finding.evidence());
  }

  @Test
  void hostWithoutSelinuxHasNoMode() {
    List<String> lines = new FakeRoot(temp).look(new ModeExaminer(SelinuxMode.DISABLED));
    assertEquals(
        List.of("note SELinux: disabled: nothing is denied, and files get no labels"), lines);
  }

  @Test
  void thePolicyIsNamedWithItsVersions() throws IOException {
    FakeRoot root =
        new FakeRoot(temp)
            .file("/etc/selinux/config", "SELINUX=enforcing\nSELINUXTYPE=default\n")
            .file("/etc/selinux/default/policy/policy.33", "")
            .file("/etc/selinux/default/policy/policy.33.bak", "")
            .file("/sys/fs/selinux/policyvers", "35");
    assertEquals(
        "ok SELinux: policy default, on disk in version 33, the kernel reads up to 35",
        root.look(new ModeExaminer(SelinuxMode.ENFORCING)).get(1));
  }

  @Test
  void anUnreadableConfigIsSaid() throws IOException {
    FakeRoot root = new FakeRoot(temp).unreadable("/etc/selinux/config");
    assertEquals(
        "note SELinux: not looked at: /etc/selinux/config (this account may not read it)",
        root.look(new ModeExaminer(SelinuxMode.ENFORCING)).get(1));
  }
}
