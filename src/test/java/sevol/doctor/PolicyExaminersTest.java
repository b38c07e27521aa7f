package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyExaminersTest {
  private static final String CONTEXTS = "/etc/selinux/default/contexts/";

  @TempDir private Path temp;
  private FakeRoot root;

  @BeforeEach
  void debian() throws IOException {
    root =
        new FakeRoot(temp)
            .file("/etc/selinux/config", "SELINUX=enforcing\nSELINUXTYPE=default\n")
            .file("/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
  }

  @Test
  void policyWithoutContainerTypesIsAProblem() {
    List<Finding> findings =
        new ContainerTypesExaminer(FakeTypes.debian12().enforcing()).examine(root.facts());
    assertEquals(
        List.of(
            "problem container types: the loaded policy does not define container_t,"
                + " container_file_t, container_ro_file_t: no label lets a container use a bind"
                + " mount"),
        FakeRoot.lines(findings));
    assertTrue(findings.get(0).remedy().text().contains("Debian has container types from"));
  }

  @Test
  void otherDistributionsInstallThem() throws IOException {
    root.file("/etc/os-release", "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n");
    List<Finding> findings =
        new ContainerTypesExaminer(FakeTypes.debian12().enforcing()).examine(root.facts());
    assertEquals(
        List.of(List.of("sudo", "dnf", "install", "container-selinux")),
        findings.get(0).remedy().commands());
  }

  @Test
  void whatRestoreconDoesToContainersFilesIsANote() throws IOException {
    ContainerTypesExaminer examiner = new ContainerTypesExaminer(FakeTypes.debian13().enforcing());
    root.file(CONTEXTS + "customizable_types", "mount_loopback_t\ncontainer_file_t_not\n");
    assertEquals(
        "ok container types: processes container_t, files container_file_t, privileged containers"
            + " spc_t",
        root.look(examiner).get(0));
    assertTrue(root.look(examiner).get(1).startsWith("note container types: restorecon resets"));
    root.file(CONTEXTS + "customizable_types", "container_file_t\n");
    assertTrue(root.look(examiner).get(1).startsWith("note container types: restorecon leaves"));
  }

  @Test
  void aPolicyThatIsNotLoadedIsJudgedByItsFileContexts() throws IOException {
    ContainerTypesExaminer examiner = new ContainerTypesExaminer(FakeTypes.disabled());
    assertEquals(List.of(), root.look(examiner), "none installed");
    root.file(CONTEXTS + "files/file_contexts", "/srv(/.*)? system_u:object_r:var_t:s0\n");
    assertEquals(
        List.of("note container types: the installed policy has no rule for container_file_t"),
        root.look(examiner));
    root.file(CONTEXTS + "files/file_contexts", "/x system_u:object_r:container_file_t:s0\n");
    assertEquals(List.of(), root.look(examiner));
  }

  @Test
  void silentDenialsAreNamedWithTheWayToSeeThem() {
    FakeTypes fedora =
        new FakeTypes(
            Set.of("container_t", "container_file_t", "default_t", "var_t"), Set.of("default_t"));
    List<Finding> findings = new SilenceExaminer(fedora.enforcing()).examine(root.facts());
    assertEquals(
        "container_t on directories: default_t { search read }", findings.get(0).evidence());
    assertEquals(Severity.NOTE, findings.get(0).severity());
    assertEquals(
        List.of(List.of("sudo", "semodule", "-DB"), List.of("sudo", "semodule", "-B")),
        findings.get(0).remedy().commands());
  }

  @Test
  void anotherContainersDirectoryIsAskedFor() {
    List<Finding> findings =
        new SilenceExaminer(FakeTypes.debian13().enforcing()).examine(root.facts());
    assertEquals(
        "container_t on directories: another container's container_file_t { search read }",
        findings.get(0).evidence());
  }

  @Test
  void nothingSilentIsFine() throws IOException {
    Set<String> types = Set.of("container_t", "container_file_t", "var_t");
    SilenceExaminer examiner = new SilenceExaminer(new FakeTypes(types, Set.of()).enforcing());
    assertEquals(
        List.of("ok silent denials: none among the usual directories"), root.look(examiner));
    root.file("/var/lib/selinux/default/active/disable_dontaudit", "");
    assertTrue(root.look(examiner).get(1).startsWith("note silent denials: dontaudit rules are"));
  }

  @Test
  void policyWithoutContainersIsNotAskedWhatItHides() {
    assertEquals(List.of(), root.look(new SilenceExaminer(FakeTypes.debian12().enforcing())));
    assertEquals(List.of(), root.look(new SilenceExaminer(FakeTypes.disabled())));
  }
}
