package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SevolExaminerTest {
  private static final String HEARTBEAT = "/run/sevol/daemon/heartbeat.json";

  @TempDir private Path temp;
  private FakeRoot root;

  @BeforeEach
  void installed() throws IOException {
    root =
        new FakeRoot(temp)
            .file("/usr/lib/systemd/system/sevol.service", "")
            .file("/etc/group", "root:x:0:\nsevol:x:970:alice\nbroken\n");
    account(1000, "1000 27 970");
  }

  private void account(int uid, String groups) throws IOException {
    root.file(
        "/proc/self/status",
        "Name:\tjava\nUid:\t%d\t%d\t%d\t%d\nGid:\t1000\t1000\t1000\t1000\nGroups:\t%s \n"
            .formatted(uid, uid, uid, uid, groups));
  }

  private List<String> look() {
    return root.look(new SevolExaminer(FakeRoot.NOW));
  }

  @Test
  void aBeatingDaemonIsFine() throws IOException {
    root.file(HEARTBEAT, "", FakeRoot.NOW.minusSeconds(59));
    assertEquals(List.of("ok sevol: the daemon is alive"), look());
  }

  @Test
  void aDaemonThatStoppedBeatingIsAProblem() throws IOException {
    root.file(HEARTBEAT, "", FakeRoot.NOW.minusSeconds(61));
    assertEquals(
        List.of("problem sevol: the daemon hangs or was killed: nothing is recorded"), look());
  }

  @Test
  void aDaemonThatDoesNotRunIsAWarningOnlyWhereItIsInstalled() throws IOException {
    assertEquals(
        List.of("warning sevol: the daemon does not run: denials are not recorded"), look());
    root.remove("/usr/lib/systemd/system/sevol.service");
    assertEquals(
        List.of("note sevol: the daemon is not installed: denials are not recorded"), look());
  }

  @Test
  void whoIsNotInTheGroupIsToldHowToGetThere() throws IOException {
    root.unreadable("/run/sevol/daemon");
    account(1000, "1000 27 97 9700");
    List<String> lines = look();
    assertTrue(lines.get(0).startsWith("note sevol: not looked at: " + HEARTBEAT), lines.get(0));
    assertEquals("note sevol: this account may not see incidents and status", lines.get(1));
    account(0, "");
    assertEquals(1, look().size(), "root sees all");
  }

  @Test
  void theServiceNeedsItsGroup() throws IOException {
    root.file("/etc/group", "root:x:0:\n");
    assertEquals("problem sevol: there is no group sevol, which the service needs", look().get(1));
  }
}
