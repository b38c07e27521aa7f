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
import sevol.preflight.FakeTree;

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
        "/var/lib/rpm",
        "/var/lib/dpkg/info",
        "/var/lib/systemd",
        "/var/lib/private/app",
        "/var/lib/libvirt/images",
        "/var/lib/etcd",
        "/var/lib/lxc/web",
        "/var/spool/cron/crontabs",
        "/var/mail/eve",
        "/snap/core",
        "/nix/store",
        "/efi",
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
    Path passwd = Files.createDirectories(dir.resolve("etc")).resolve("passwd");
    Files.writeString(passwd, "eve:x:1000:1000::/data/eve:/bin/sh\nbroken\nx:x:1:1::rel:/bin/sh\n");
    ProtectedPaths host = ProtectedPaths.ofHost(dir);
    assertTrue(host.why(Path.of("/data/eve")).isPresent());
    assertEquals(Optional.empty(), host.why(Path.of("/data/eve/work")));
  }

  @Test
  void withoutAPasswdFileTheRestHolds(@TempDir Path dir) {
    ProtectedPaths host = ProtectedPaths.ofHost(dir.resolve("none"));
    assertTrue(host.why(Path.of("/home/x")).isPresent());
  }

  @Test
  void storageThatTheEnginesFilesNameIsProtected(@TempDir Path dir) throws IOException {
    Files.createDirectories(dir.resolve("etc/docker"));
    Files.createDirectories(dir.resolve("etc/containers"));
    Files.writeString(
        dir.resolve("etc/docker/daemon.json"),
        "{\"selinux-enabled\": true, \"data-root\": \"/mnt/big/docker/\"}");
    Files.writeString(
        dir.resolve("etc/containers/storage.conf"),
        """
        [storage]
        driver = "overlay"
        runroot = "/fast/run"
          graphroot='/fast/storage'
        # graphroot = "/old/storage"
        imagestore = "/"
        rootless_storage_path = "$HOME/x"
        """);
    ProtectedPaths host = ProtectedPaths.ofHost(dir);
    assertEquals(
        Optional.of("/mnt/big/docker is the storage of a container engine"),
        host.why(Path.of("/mnt/big/docker/volumes/web/_data")));
    assertTrue(host.why(Path.of("/fast/run")).isPresent());
    assertTrue(host.why(Path.of("/fast/storage/overlay")).isPresent());
    assertEquals(Optional.of("/fast holds /fast/run"), host.why(Path.of("/fast")));
    assertEquals(Optional.empty(), host.why(Path.of("/old/storage")));
    assertEquals(Optional.empty(), host.why(Path.of("/mnt/big/data")));
    assertTrue(host.roots().contains(Path.of("/mnt/big/docker")));
  }

  @Test
  void storageBehindALinkIsProtected(@TempDir Path dir) throws IOException {
    Files.createDirectories(dir.resolve("var/lib"));
    Files.createDirectories(dir.resolve("data/docker"));
    Files.createSymbolicLink(dir.resolve("var/lib/docker"), Path.of("../../data/docker"));
    assertTrue(ProtectedPaths.ofHost(dir).why(Path.of("/data/docker/volumes")).isPresent());
  }

  @Test
  void brokenEngineFilesNameNothing(@TempDir Path dir) throws IOException {
    Files.createDirectories(dir.resolve("etc/docker/daemon.json"));
    Files.createDirectories(dir.resolve("etc/containers"));
    Files.write(
        dir.resolve("etc/containers/storage.conf"),
        new byte[] {
          'g', 'r', 'a', 'p', 'h', 'r', 'o', 'o', 't', '=', '"', '/', 0, '"', (byte) 255
        });
    assertEquals(
        new ProtectedPaths(List.of()).roots(), ProtectedPaths.ofHost(dir).roots(), "no more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlay-containers", "overlay-images", "overlay2", "image/overlay2"})
  void storageIsKnownByItsContent(String mark, @TempDir Path dir) throws IOException {
    Path real = dir.toRealPath();
    Path top = real.resolve("moved");
    Files.createDirectories(top.resolve(mark));
    Path volume = Files.createDirectories(top.resolve("volumes/web/_data"));
    ProtectedPaths host = new ProtectedPaths(List.of()).lookingInto(new FakeTree());
    String why = top + " looks like the storage of a container engine";
    assertEquals(Optional.of(why), host.why(top));
    assertEquals(Optional.of(why), host.why(volume));
    assertEquals(Optional.empty(), host.why(real.resolve("other")));
    Path file = Files.createDirectories(real.resolve("project")).resolve("overlay2");
    Files.createFile(file);
    assertEquals(Optional.empty(), host.why(file.getParent()), "a file is no mark");
  }

  @Test
  void directoriesAreThoseWhoseChildrenMayBeGiven() {
    assertTrue(paths.roots().containsAll(List.of(Path.of("/etc"), Path.of("/var/lib/docker"))));
    assertTrue(paths.roots().stream().allMatch(p -> paths.why(p.resolve("x/y")).isPresent()));
  }
}
