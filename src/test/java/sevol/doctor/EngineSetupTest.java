package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.container.Engine;
import sevol.container.RelabelFlaw;
import sevol.selinux.SecurityContext;

/** What a check before a run learns of the engines. */
class EngineSetupTest {
  @TempDir private Path temp;
  private FakeRoot root;
  private EngineSetup setup;

  @BeforeEach
  void host() {
    root = new FakeRoot(temp);
    setup = new EngineSetup(root.facts(), names -> List.of("docker-ce 24.0.7-1", "podman 4.9.4-1"));
  }

  @Test
  void dockerLabelsOnlyWhenTold() throws IOException {
    assertEquals(
        Optional.of("/etc/docker/daemon.json does not set \"selinux-enabled\""),
        setup.unlabelled(Engine.DOCKER));
    root.file("/etc/docker/daemon.json", "{\"selinux-enabled\": true}");
    assertEquals(Optional.empty(), setup.unlabelled(Engine.DOCKER));
    root.file("/etc/docker/daemon.json", "{");
    assertEquals(Optional.empty(), setup.unlabelled(Engine.DOCKER));
  }

  @Test
  void podmanLabelsUnlessTold() throws IOException {
    assertEquals(Optional.empty(), setup.unlabelled(Engine.PODMAN));
    root.file("/etc/containers/containers.conf", "[containers]\nlabel = false\n");
    assertEquals(
        Optional.of("/etc/containers/containers.conf: label = false"),
        setup.unlabelled(Engine.PODMAN));
  }

  @Test
  void flawsAreThoseOfTheInstalledVersion() throws IOException {
    root.file("/etc/os-release", "ID=rocky\nVERSION_ID=9\n");
    assertEquals(Set.of(RelabelFlaw.STOPS_AT_TOP), setup.flaws(Engine.DOCKER));
    assertEquals(Set.of(RelabelFlaw.STOPS_AT_TOP), setup.flaws(Engine.PODMAN));
    root.file("/etc/os-release", "ID=debian\nVERSION_ID=12\n");
    root.file(
        "/var/lib/dpkg/status",
        "Package: docker.io\nStatus: install ok installed\nVersion: 20.10.24\n");
    assertEquals(Set.of(RelabelFlaw.FOLLOWS_LINKS), setup.flaws(Engine.DOCKER));
    assertEquals(Set.of(), setup.flaws(Engine.PODMAN));
  }

  @Test
  void dockersDomainIsThatOfItsProcess() throws IOException {
    assertEquals(Optional.empty(), setup.dockerDomain());
    root.process(7, "dockerd", "dockerd");
    root.file("/proc/7/attr/current", "system_u:system_r:dockerd_t:s0\0");
    assertEquals(
        Optional.of(SecurityContext.of("system_u:system_r:dockerd_t:s0")), setup.dockerDomain());
  }
}
