package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesExaminerTest {
  @TempDir private Path temp;
  private FakeRoot root;

  @BeforeEach
  void fedora() throws IOException {
    root = new FakeRoot(temp).file("/etc/os-release", "ID=fedora\nVERSION_ID=43\n");
  }

  private List<Finding> find(boolean selinux, @Nullable Integer sepol, boolean semanage) {
    return new LibrariesExaminer(new Libraries(selinux, sepol, semanage)).examine(root.facts());
  }

  @Test
  void allThereIsFine() {
    assertEquals(
        List.of("ok libraries: libselinux, libsepol and libsemanage are there"),
        FakeRoot.lines(find(true, 33, true)));
  }

  @Test
  void eachMissingOneIsNamedWithItsPackage() {
    List<List<List<String>>> commands =
        find(false, null, false).stream().map(f -> f.remedy().commands()).toList();
    assertEquals(
        List.of(
            List.of(List.of("sudo", "dnf", "install", "libselinux")),
            List.of(List.of("sudo", "dnf", "install", "libsepol")),
            List.of(List.of("sudo", "dnf", "install", "libsemanage"))),
        commands);
  }

  @Test
  void libsepolOlderThanThePolicyIsAWarning() throws IOException {
    root.file("/etc/selinux/config", "SELINUXTYPE=targeted\n")
        .file("/etc/selinux/targeted/policy/policy.33", "")
        .file("/etc/selinux/targeted/policy/policy.35", "")
        .file("/sys/fs/selinux/policyvers", "34\n");
    assertEquals(Severity.OK, find(true, 33, true).get(0).severity(), "the kernel cannot load 35");
    root.file("/sys/fs/selinux/policyvers", "35\n");
    assertEquals(
        List.of(
            "warning libraries: libsepol reads policies up to version 33, and this host's has 35:"
                + " 'sevol explain --policy' cannot read it"),
        FakeRoot.lines(find(true, 33, true)));
  }
}
