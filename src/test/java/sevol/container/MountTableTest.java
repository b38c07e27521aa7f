package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MountTableTest {
  private static final Path NO_SYS = Path.of("/nonexistent");

  private static String mountpoint(Optional<Mount> mount) {
    return mount.map(Mount::mountpoint).orElse("none");
  }

  @Test
  void readsTheLinesOfAHost() throws IOException {
    MountTable table = MountTable.of(Fixtures.HOST);
    Mount data = table.byId(52).orElseThrow();
    assertEquals("/src/data", data.mountpoint());
    assertEquals(28, data.parent());
    assertEquals("ext4", data.fstype());
    assertEquals("/dev/vdb", data.source());
    assertTrue(data.seclabel());
    assertEquals(254 << 8 | 16, data.device());
  }

  @Test
  void contextMountHasNoSeclabel() throws IOException {
    Mount shm = MountTable.of(Fixtures.HOST).byId(62).orElseThrow();
    assertFalse(shm.seclabel());
    assertTrue(shm.superOptions().startsWith("rw,context="));
  }

  @Test
  void pathBelongsToTheDeepestMount() throws IOException {
    MountTable table = MountTable.of(Fixtures.HOST);
    assertEquals("/src/data", mountpoint(table.byPath(Path.of("/src/data/scripts"))));
    assertEquals("/", mountpoint(table.byPath(Path.of("/src/database"))));
    assertEquals("/proc", mountpoint(table.byPath(Path.of("/proc/1/status"))));
  }

  @Test
  void aBindMountIsTheSamePlaceByAnotherName() {
    MountTable table =
        MountTable.parse(
            """
            1 0 8:1 / / rw - ext4 /dev/sda1 rw
            2 1 8:1 /etc /srv/etc rw - ext4 /dev/sda1 rw
            3 1 8:1 /etc/ssl /srv/ssl rw - ext4 /dev/sda1 rw
            4 1 8:2 / /data rw - ext4 /dev/sda2 rw
            """,
            NO_SYS);
    assertEquals(Set.of(Path.of("/srv/etc"), Path.of("/etc")), table.aliases(Path.of("/srv/etc")));
    assertEquals(
        Set.of(Path.of("/srv/ssl/certs"), Path.of("/etc/ssl/certs"), Path.of("/srv/etc/ssl/certs")),
        table.aliases(Path.of("/srv/ssl/certs")));
    assertEquals(Set.of(Path.of("/data/x")), table.aliases(Path.of("/data/x")));
    assertEquals(Set.of(Path.of("/")), table.aliases(Path.of("/")));
    assertEquals(Set.of(Path.of("/home/x")), table.aliases(Path.of("/home/x")));
  }

  @Test
  void laterMountHidesWhatItCovers() {
    MountTable table =
        MountTable.parse(
            """
            1 0 8:1 / / rw - ext4 /dev/sda1 rw
            2 1 8:2 / /a/b rw - ext4 /dev/sda2 rw
            3 1 8:3 / /a rw - ext4 /dev/sda3 rw
            4 3 8:4 / /a rw - ext4 /dev/sda4 rw
            """,
            NO_SYS);
    assertEquals(4, table.byPath(Path.of("/a/b/c")).orElseThrow().id());
    assertEquals(Optional.empty(), table.hostPath(Mount.device("8:2"), "/x"));
    assertEquals(Optional.of(Path.of("/a/x")), table.hostPath(Mount.device("8:4"), "/x"));
  }

  @Test
  void octalEscapesAreUndone() {
    MountTable table =
        MountTable.parse(
            "9 1 8:1 /r\\011\\012 /mnt/a\\040b\\134c rw shared:1 master:2 - fuse.x\\040y s\\043 rw",
            NO_SYS);
    Mount mount = table.mounts().get(0);
    assertEquals("/mnt/a b\\c", mount.mountpoint());
    assertEquals("/r\t\n", mount.root());
    assertEquals("fuse.x y", mount.fstype());
    assertEquals("s#", mount.source());
  }

  @Test
  void damagedLinesAreLeftOut() {
    String text = "\n1 2\n1 0 8:1 / / rw\nx 0 8:1 / / rw - a b c\n1 0 8 / / rw - a b c\n";
    assertEquals(0, MountTable.parse(text, NO_SYS).mounts().size());
  }

  @Test
  void deviceNamesOfDenialsAreResolved() throws IOException {
    MountTable table = MountTable.of(Fixtures.HOST);
    assertEquals(Set.of(Mount.device("254:16")), table.devices("vdb"));
    assertEquals(Set.of(Mount.device("0:68")), table.devices("0:68"));
    assertEquals(
        Set.of(Mount.device("0:45"), Mount.device("0:55"), Mount.device("0:67")),
        table.devices("overlay"));
    assertEquals(Set.of(), table.devices("dm-9"));
  }

  @Test
  void btrfsIsFoundByItsMembersName() {
    MountTable table =
        MountTable.parse("1 0 0:31 /@ / rw - btrfs /dev/nvme0n1p3 rw,seclabel,subvol=/@", NO_SYS);
    assertEquals(Set.of(Mount.device("0:31")), table.devices("nvme0n1p3"));
    assertEquals(Optional.of(Path.of("/etc")), table.hostPath(Mount.device("0:31"), "/@/etc"));
    assertEquals(Optional.empty(), table.hostPath(Mount.device("0:31"), "/@home/x"));
  }

  @Test
  void hostileDeviceNameLeadsNowhere() throws IOException {
    MountTable table = MountTable.of(Fixtures.HOST);
    for (String name : new String[] {"..", "../../..", "", "/", "vdb/../vdb", "a\0b"}) {
      assertEquals(Set.of(), table.devices(name), name);
    }
  }

  @Test
  void deviceNumbersAreGlibcs() {
    assertEquals(0xfd02, Mount.device("253:2"));
    assertEquals(0x103L << 8 | 0x12300045L, Mount.device("259:" + 0x12345));
  }

  @Test
  void onlyWhatIsNotMountedYetIsAnAutomount() {
    MountTable table =
        MountTable.parse(
            """
            1 0 8:1 / / rw - ext4 /dev/sda1 rw
            2 1 0:30 / /net rw - autofs -hosts rw,indirect
            3 2 0:40 / /net/there rw - nfs4 there:/ rw
            4 1 0:31 / /data rw - autofs /etc/auto.direct rw,direct
            5 1 0:32 / /mounted rw - autofs /etc/auto.direct rw,direct
            6 5 8:2 / /mounted rw - ext4 /dev/sda2 rw
            """,
            Path.of("/nonexistent"));
    assertTrue(table.isAutomount(Path.of("/net/other/x")));
    assertTrue(table.isAutomount(Path.of("/data")));
    assertFalse(table.isAutomount(Path.of("/net/there/x")));
    assertFalse(table.isAutomount(Path.of("/mounted/x")));
    assertFalse(table.isAutomount(Path.of("/network")));
  }
}
