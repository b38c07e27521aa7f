package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionsExaminerTest {
  private static final String TOP_ONLY =
      ":z does nothing when the top of the tree has its label already: a file moved in keeps a wrong"
          + " label for ever";

  @TempDir private Path temp;

  private static String debs(String... nameAndVersion) {
    StringBuilder status = new StringBuilder();
    for (int i = 0; i < nameAndVersion.length; i += 2) {
      status
          .append("Package: ")
          .append(nameAndVersion[i])
          .append("\nStatus: install ok installed\nVersion: ")
          .append(nameAndVersion[i + 1])
          .append("\nDescription: x\n Version: 9\n .\n\n");
    }
    return status.toString();
  }

  private List<Finding> debian(String version, String... packages) throws IOException {
    HostFacts facts =
        new FakeRoot(temp)
            .file("/etc/os-release", "ID=debian\nVERSION_ID=\"" + version + "\"\n")
            .file("/var/lib/dpkg/status", debs(packages))
            .facts();
    return new VersionsExaminer(names -> List.of("podman 4.4.1-1")).examine(facts);
  }

  private List<Finding> rpms(String... lines) {
    return new VersionsExaminer(names -> List.of(lines)).examine(new FakeRoot(temp).facts());
  }

  @Test
  void debian12sEnginesFollowLinks() throws IOException {
    List<Finding> findings =
        debian("12", "docker.io", "20.10.24+dfsg1-1+deb12u1", "podman", "4.3.1+ds1-8+deb12u1");
    assertEquals(
        "ok versions: docker.io 20.10.24+dfsg1-1+deb12u1, podman 4.3.1+ds1-8+deb12u1",
        FakeRoot.lines(findings).get(0));
    assertEquals(4, findings.size(), findings.toString());
    Finding docker = findings.get(1);
    assertEquals("docker.io", docker.subject());
    assertTrue(docker.what().contains("also outside the tree"));
    assertTrue(docker.evidence().contains("opencontainers/selinux#172"));
    assertTrue(docker.remedy().text().startsWith("fixed in Debian 13's docker.io; until then "));
  }

  @Test
  void debian13sEnginesHaveNoneThatIsKnown() throws IOException {
    assertEquals(1, debian("13", "docker.io", "26.1.5+dfsg1-9+b9", "podman", "5.4.2+ds1-2").size());
  }

  @Test
  void dockersOwnPackagesHaveUpstreamsLibrary() throws IOException {
    assertEquals(TOP_ONLY, debian("13", "docker-ce", "5:27.3.1-1~debian.13~x").get(1).what());
    assertEquals(1, debian("13", "docker-ce", "5:28.0.0-1~debian.13~x").size());
    assertEquals(2, debian("12", "containerd.io", "1.6.3-1").size());
    assertEquals(1, debian("12", "containerd.io", "1.6.4-1").size());
  }

  @Test
  void rpmIsAskedWhereThereIsNoDpkg() {
    assertEquals(TOP_ONLY, rpms("podman 4.9.4-13.el9").get(1).what());
    assertEquals(1, rpms("podman 5.4.0-1.el10").size());
    assertEquals(3, rpms("podman 4.1.1-7.el9").size(), "follows links, refuses /usr");
  }

  @Test
  void whatRpmSaysElseIsPassedOver() {
    assertEquals(
        List.of("note versions: no package database tells which engines are installed"),
        FakeRoot.lines(rpms("package podman is not installed", "", "evil 1.0-1")));
  }

  @Test
  void removedPackagesAreNotInstalled() throws IOException {
    HostFacts facts =
        new FakeRoot(temp)
            .file(
                "/var/lib/dpkg/status",
                "Package: podman\nStatus: deinstall ok config-files\nVersion: 4.3.1")
            .facts();
    assertEquals(1, new VersionsExaminer(names -> List.of()).examine(facts).size());
  }
}
