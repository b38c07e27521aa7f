package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engines' own files say of labelling. */
class EngineExaminersTest {
  private static final String OFF =
      "does not label its containers: SELinux does not confine them, and :z and :Z are accepted and"
          + " do nothing";
  private static final String DAEMON_JSON = "/etc/docker/daemon.json";
  private static final String DROP_IN = "/etc/systemd/system/docker.service.d/selinux.conf";
  private static final String CONTAINERS_CONF = "/etc/containers/containers.conf";
  private static final String CONTAINERD = "/etc/containerd/config.toml";

  @TempDir private Path temp;
  private final Policy policy = FakeTypes.debian13().enforcing();
  private FakeRoot root;

  @BeforeEach
  void engines() throws IOException {
    root =
        new FakeRoot(temp)
            .file("/usr/sbin/dockerd", "")
            .file("/usr/bin/podman", "")
            .file("/usr/bin/crio", "")
            .file("/usr/bin/containerd", "")
            .file("/var/lib/kubelet/config.yaml", "");
  }

  private Finding first(Examiner examiner) {
    return examiner.examine(root.facts()).get(0);
  }

  private void dockerIs(Severity severity, String evidence) {
    Finding finding = first(new DockerExaminer(policy));
    assertEquals(severity, finding.severity(), finding.what());
    assertEquals(evidence, finding.evidence());
  }

  @Test
  void enginesThatAreNotThereAreNoFinding() {
    FakeRoot empty = new FakeRoot(temp.resolve("empty"));
    assertEquals(List.of(), empty.look(new DockerExaminer(policy)));
    assertEquals(List.of(), empty.look(new PodmanExaminer(policy)));
    assertEquals(List.of(), empty.look(new CrioExaminer(policy)));
    assertEquals(List.of(), empty.look(new ContainerdExaminer(policy)));
  }

  @Test
  void dockerDoesNotLabelUnlessTold() throws IOException {
    dockerIs(Severity.WARNING, DAEMON_JSON + " does not set \"selinux-enabled\"");
    Finding finding = first(new DockerExaminer(policy));
    assertEquals(OFF, finding.what());
    assertTrue(finding.remedy().text().startsWith("\"selinux-enabled\": true in " + DAEMON_JSON));
    root.file(DAEMON_JSON, "{\"selinux-enabled\": true}");
    dockerIs(Severity.OK, DAEMON_JSON + ": \"selinux-enabled\": true");
    root.file(DAEMON_JSON, "{\"selinux-enabled\": false}");
    dockerIs(Severity.WARNING, DAEMON_JSON + ": \"selinux-enabled\": false");
    root.file(DAEMON_JSON, "{\"selinux-enabled\": {}}");
    dockerIs(Severity.WARNING, DAEMON_JSON + " does not set \"selinux-enabled\"");
  }

  @Test
  void brokenDaemonJsonIsAProblem() throws IOException {
    root.file(DAEMON_JSON, "{\"selinux-enabled\": true");
    dockerIs(Severity.PROBLEM, null);
  }

  @Test
  void dockerdsOptionInItsUnitCounts() throws IOException {
    root.file(DROP_IN, "[Service]\n# --selinux-enabled\nExecStart=\n");
    dockerIs(Severity.WARNING, DAEMON_JSON + " does not set \"selinux-enabled\"");
    root.file(DROP_IN, "[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd --selinux-enabled\n");
    dockerIs(Severity.OK, DROP_IN + ": --selinux-enabled");
  }

  @Test
  void aRunningDockerdsOwnCommandLineCountsMost() throws IOException {
    root.file(DROP_IN, "ExecStart=/usr/sbin/dockerd --selinux-enabled\n")
        .process(90, "dockerd", "/usr/sbin/dockerd", "-H", "fd://");
    dockerIs(Severity.WARNING, DAEMON_JSON + " does not set \"selinux-enabled\"");
    root.process(90, "dockerd", "/usr/sbin/dockerd", "--config-file", "/srv/d.json")
        .file("/srv/d.json", "{\"selinux-enabled\": true}");
    dockerIs(Severity.OK, "/srv/d.json: \"selinux-enabled\": true");
    root.process(90, "dockerd", "/usr/sbin/dockerd", "--selinux-enabled=false");
    dockerIs(Severity.WARNING, "dockerd's command line: --selinux-enabled=false");
  }

  @Test
  void aDockerdOfAUserOrOfAContainerIsNotTheHosts() throws IOException {
    for (String status :
        List.of("Uid:\t1000\t0\t0\t0\nNSpid:\t90\n", "Uid:\t0\t0\t0\t0\nNSpid:\t90\t7\n")) {
      root.process(90, "dockerd", "dockerd", "--selinux-enabled").file("/proc/90/status", status);
      dockerIs(Severity.WARNING, DAEMON_JSON + " does not set \"selinux-enabled\"");
    }
  }

  @Test
  void whatMayNotBeReadIsNotGuessed() throws IOException {
    root.unreadable(DAEMON_JSON).unreadable(CONTAINERS_CONF).unreadable(CONTAINERD);
    assertTrue(first(new DockerExaminer(policy)).blind());
    assertTrue(first(new PodmanExaminer(policy)).blind());
    assertTrue(first(new ContainerdExaminer(policy)).blind());
  }

  @Test
  void aPolicyWithoutContainerTypesTurnsTheAdviceAround() throws IOException {
    Policy debian12 = FakeTypes.debian12().enforcing();
    assertEquals(Severity.NOTE, first(new DockerExaminer(debian12)).severity());
    root.file(DAEMON_JSON, "{\"selinux-enabled\": true}");
    Finding finding = first(new DockerExaminer(debian12));
    assertEquals(Severity.PROBLEM, finding.severity());
    assertTrue(finding.remedy().text().startsWith("\"selinux-enabled\": false in"));
    assertEquals(Severity.PROBLEM, first(new PodmanExaminer(debian12)).severity());
  }

  @Test
  void aDockerOfSnapIsNotLookedInto() throws IOException {
    root.file("/var/snap/docker/x", "");
    assertTrue(root.look(new DockerExaminer(policy)).get(0).startsWith("note docker: a docker of"));
  }

  @Test
  void podmanLabelsUnlessTheLastOfItsFilesSaysNo() throws IOException {
    assertEquals(Severity.OK, first(new PodmanExaminer(policy)).severity());
    root.file("/usr/share/containers/containers.conf", "[containers]\nlabel = false\n");
    assertEquals(OFF, first(new PodmanExaminer(policy)).what());
    root.file(CONTAINERS_CONF, "[containers]\nlabel = true\n");
    assertEquals(Severity.OK, first(new PodmanExaminer(policy)).severity());
    root.file(CONTAINERS_CONF + ".d/90.conf", "[containers]\nlabel=false\n");
    root.file(CONTAINERS_CONF + ".d/99.conf~", "[containers]\nlabel=true\n");
    Finding finding = first(new PodmanExaminer(policy));
    assertEquals(Severity.WARNING, finding.severity());
    assertEquals(CONTAINERS_CONF + ".d/90.conf: label = false", finding.evidence());
  }

  @Test
  void crioLabelsButNotOnTheHostsNetwork() throws IOException {
    assertEquals(
        List.of(
            "ok cri-o: labels its containers",
            "note cri-o: pods of the host's network are not confined"),
        root.look(new CrioExaminer(policy)));
    root.file("/etc/crio/crio.conf.d/10", "[crio.runtime]\nhostnetwork_disable_selinux = false\n");
    assertEquals(1, root.look(new CrioExaminer(policy)).size());
    root.file("/etc/crio/crio.conf.d/20", "[crio.runtime]\nselinux = false\n");
    assertEquals(List.of("warning cri-o: " + OFF), root.look(new CrioExaminer(policy)));
  }

  @Test
  void containerdLabelsPodsOnlyIfTold() throws IOException {
    assertEquals(List.of("warning containerd: " + OFF), root.look(new ContainerdExaminer(policy)));
    root.file(CONTAINERD, "[plugins.\"io.containerd.grpc.v1.cri\"]\n  enable_selinux = true\n");
    assertEquals(
        List.of("ok containerd: labels its containers"), root.look(new ContainerdExaminer(policy)));
    root.file(CONTAINERD, "[plugins.'io.containerd.cri.v1.runtime']\n  enable_selinux = true\n");
    assertEquals(
        List.of("ok containerd: labels its containers"), root.look(new ContainerdExaminer(policy)));
  }

  @Test
  void containerdWithoutPodsIsNotJudged() throws IOException {
    root.file(CONTAINERD, "disabled_plugins = [\"cri\"]\n");
    assertEquals(List.of(), root.look(new ContainerdExaminer(policy)));
  }
}
