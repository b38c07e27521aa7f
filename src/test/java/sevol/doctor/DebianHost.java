package sevol.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** A Debian 13 with auditd, docker and podman as their packages leave them, and sevol's service. */
public final class DebianHost {
  private DebianHost() {}

  /** Makes it below a directory. */
  public static FakeRoot at(Path root, Instant now) throws IOException {
    return new FakeRoot(root)
        .file(
            "/etc/os-release",
            "PRETTY_NAME=\"Debian GNU/Linux 13\"\nID=debian\nVERSION_ID=\"13\"\n")
        .file("/proc/cmdline", "root=/dev/vda rw security=selinux selinux=1 enforcing=1 audit=1\n")
        .file("/etc/selinux/config", "SELINUX=enforcing\nSELINUXTYPE=default\n")
        .file("/etc/selinux/default/policy/policy.34", "")
        .file("/etc/selinux/default/contexts/customizable_types", "mount_loopback_t\n")
        .file("/sys/fs/selinux/policyvers", "35")
        .file("/run/auditd.pid", "412\n")
        .process(412, "auditd", "/usr/sbin/auditd")
        .file("/var/log/audit/audit.log", "")
        .file(
            "/etc/audit/auditd.conf",
            """
            local_events = yes
            write_logs = yes
            log_file = /var/log/audit/audit.log
            log_group = adm
            log_format = ENRICHED
            max_log_file = 8
            num_logs = 5
            max_log_file_action = ROTATE
            space_left = 75
            space_left_action = SYSLOG
            admin_space_left = 0
            admin_space_left_action = SUSPEND
            disk_full_action = SUSPEND
            disk_error_action = SUSPEND
            """)
        .file("/etc/audit/audit.rules", "-D\n-b 8192\n-f 1\n")
        .file("/etc/audit/rules.d/audit.rules", "-D\n-b 8192\n-f 1\n")
        .file(
            "/run/sevol/kernel/audit-status.json",
            "{\"enabled\":1,\"failure\":1,\"pid\":412,\"rate_limit\":0,\"backlog_limit\":8192,\"lost\":0,\"backlog\":0}",
            now)
        .file("/run/sevol/daemon/heartbeat.json", "{}", now)
        .file("/usr/lib/systemd/system/sevol.service", "")
        .file("/etc/group", "root:x:0:\nsevol:x:970:\n")
        .file("/proc/self/status", "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nGroups:\t0 \n")
        .file("/usr/sbin/dockerd", "")
        .file("/etc/default/docker", "#DOCKER_OPTS=\"--dns 8.8.8.8\"\n")
        .file("/usr/bin/podman", "")
        .file("/usr/share/containers/containers.conf", "[containers]\n#label = true\n[engine]\n")
        .file("/usr/bin/containerd", "")
        .file(
            "/var/lib/dpkg/status",
            deb("docker.io", "26.1.5+dfsg1-9+b9")
                + deb("podman", "5.4.2+ds1-2+b2")
                + deb("crun", "1.21-1")
                + deb("selinux-policy-default", "2:2.20250213-13~deb13u1"));
  }

  private static String deb(String name, String version) {
    return "Package: " + name + "\nStatus: install ok installed\nVersion: " + version + "\n\n";
  }
}
