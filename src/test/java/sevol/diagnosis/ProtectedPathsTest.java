package sevol.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectedPathsTest {
  private final ProtectedPaths paths =
      new ProtectedPaths(List.of(Path.of("/home/src"), Path.of("/data/users/eve"), Path.of("/")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/etc",
        "/etc/ssl",
        "/usr/share",
        "/usr/local/data",
        "/bin",
        "/lib64/x",
        "/dev/sda",
        "/proc/1",
        "/run/docker.sock",
        "/var/run/docker.sock",
        "/var/log",
        "/var/log/app",
        "/boot",
        "/var/lib/docker",
        "/var/lib/docker/volumes/web/_data",
        "/var/lib/containers/storage",
        "/var/lib/kubelet/pods",
        "/srv",
        "/opt",
        "/var",
        "/var/lib",
        "/mnt",
        "/media",
        "/tmp",
        "/var/tmp",
        "/home",
        "/home/alice",
        "/home/src",
        "/root",
        "/root/.ssh",
        "/home/alice/.ssh",
        "/home/alice/.local/share/containers/storage",
        "/home/src/.config/x",
        "/data/users",
        "/data/users/eve",
        "/data/users/eve/.gnupg/keys",
        "/data",
        "/var/home/bob",
        "/etc/../etc",
      })
  void theHostsOwnIsProtected(String path) {
    assertTrue(paths.why(Path.of(path)).isPresent(), path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/home/src/dashing-docker/package-scripts",
        "/home/alice/src",
        "/home/alice/src/.git",
        "/srv/data",
        "/opt/app",
        "/var/lib/foo",
        "/var/lib/dockerish",
        "/data/web",
        "/data/users/eve/work",
        "/usrdata",
        "/etcetera",
        "/mnt/disk/x",
        "/tmp/build",
        "/root/build",
        "/.snapshots",
      })
  void aDedicatedDirectoryIsNot(String path) {
    assertEquals(Optional.empty(), paths.why(Path.of(path)));
  }

  @Test
  void theReasonNamesWhatWouldBreak() {
    assertEquals(Optional.of("/etc belongs to the system"), paths.why(Path.of("/etc/ssl")));
    assertEquals(
        Optional.of("/var/lib/docker is the storage of a container engine"),
        paths.why(Path.of("/var/lib/docker/volumes/a/_data")));
    assertEquals(
        Optional.of("/home/bob/.ssh holds settings or keys of a home directory"),
        paths.why(Path.of("/home/bob/.ssh/id")));
    assertEquals(
        Optional.of("/data/users holds the home directory /data/users/eve"),
        paths.why(Path.of("/data/users")));
  }

  @Test
  void homesAreReadFromThePasswdFile(@TempDir Path dir) throws IOException {
    Path passwd = dir.resolve("passwd");
    Files.writeString(passwd, "eve:x:1000:1000::/data/eve:/bin/sh\nbroken\nx:x:1:1::rel:/bin/sh\n");
    ProtectedPaths host = ProtectedPaths.ofHost(passwd);
    assertTrue(host.why(Path.of("/data/eve")).isPresent());
    assertEquals(Optional.empty(), host.why(Path.of("/data/eve/work")));
  }

  @Test
  void withoutAPasswdFileTheRestHolds(@TempDir Path dir) {
    ProtectedPaths host = ProtectedPaths.ofHost(dir.resolve("none"));
    assertTrue(host.why(Path.of("/home/x")).isPresent());
  }
}
