package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of a host that somebody or something damaged. */
class HostileHostTest {
  private static final List<String> FILES =
      List.of(
          "/etc/os-release",
          "/proc/cmdline",
          "/etc/selinux/config",
          "/sys/fs/selinux/policyvers",
          "/etc/selinux/default/contexts/customizable_types",
          "/run/auditd.pid",
          "/etc/audit/auditd.conf",
          "/etc/audit/audit.rules",
          "/etc/group",
          "/proc/self/status",
          "/run/sevol/kernel/audit-status.json",
          "/etc/docker/daemon.json",
          "/usr/bin/podman",
          "/etc/containers/containers.conf",
          "/usr/bin/crio",
          "/etc/crio/crio.conf",
          "/usr/bin/containerd",
          "/usr/bin/kubelet",
          "/etc/containerd/config.toml",
          "/var/lib/dpkg/status",
          "/proc/412/status",
          "/proc/412/cmdline");

  @TempDir private Path temp;

  @Test
  @Timeout(60)
  void anythingMayStandInAnyFile() throws IOException {
    Random random = new Random(20261122);
    FakeRoot root = DebianHost.at(temp, FakeRoot.NOW);
    for (int round = 0; round < 50; round++) {
      for (String file : FILES) {
        root.file(file, text(random));
      }
      Doctor doctor =
          new Doctor(
              root.facts(),
              FakeTypes.debian13().enforcing(),
              new Libraries(true, 33, true),
              names -> List.of(text(random)),
              FakeRoot.NOW);
      assertFalse(doctor.examine().isEmpty());
    }
  }

  private static String text(Random random) {
    List<String> pieces =
        List.of(
            "\n",
            " ",
            "=",
            ":",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "'",
            "#",
            "\0",
            "-",
            ",",
            "\t",
            "\u2028",
            "selinux",
            "label",
            "enable_selinux",
            "[containers]\n",
            "Package: podman\n",
            "Status: ",
            "Version: 4.",
            "99999999999",
            "1e999999999",
            "-a always,exclude -F msgtype=",
            "log_file = ",
            "max_log_file",
            "\"lost\":",
            "\u0001",
            "Uid:",
            "sevol:",
            "x ".repeat(5000),
            " ".repeat(5000),
            "1.".repeat(5000),
            "[".repeat(5000));
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    return text.toString();
  }
}
