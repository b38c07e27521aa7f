package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.selinux.Denial;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** What the bundles of rootless users are believed: ann is 1000, eve is 666 and writes anything. */
class ForgedBundleTest {
  private static final Instant NOW = Instant.parse("2026-11-22T18:13:52.100Z");
  private static final int ANN = 1000;
  private static final int EVE = 666;
  private static final String ID = "5e".repeat(32);
  private static final int GONE = 99999;
  private static final int LIVE = 7;

  private final List<Container> known = new ArrayList<>();
  private final FakeFileTree tree =
      new FakeFileTree()
          .with("/srv/db", "8:1", 300)
          .with("/home/ann/data", "8:1", 400, ANN)
          .with("/home/ann/data/x", "8:1", 401, ANN)
          .with("/home/eve/data", "8:1", 500, EVE);

  @TempDir private Path root;

  @BeforeEach
  void process() throws IOException {
    Path proc = Files.createDirectories(root.resolve("proc/" + LIVE));
    Files.writeString(root.resolve("proc/uptime"), "1000.00 1.0\n");
    Files.writeString(
        proc.resolve("stat"), "7 (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 10 1 1\n");
  }

  private void cgroup(String path) throws IOException {
    Files.writeString(root.resolve("proc/" + LIVE + "/cgroup"), "0::" + path + "\n");
  }

  private static String slice(int uid) {
    return "/user.slice/user-" + uid + ".slice/user@" + uid + ".service";
  }

  private Container add(@Nullable Integer owner, String id, String level, String... sources) {
    Container c =
        new Container(
            Engine.PODMAN,
            id,
            "of " + owner,
            SecurityContext.of("system_u:system_r:container_t:" + level),
            null,
            null,
            Arrays.stream(sources)
                .map(s -> new BindMount(Path.of(s), Path.of("/m"), false))
                .toList(),
            owner);
    known.add(c);
    return c;
  }

  private Attribution attribute(int pid, String level, long ino) {
    return attribute(pid, level, null, ino);
  }

  private Attribution attribute(int pid, String level, @Nullable String path, long ino) {
    Denial denial =
        new Denial(
            null,
            NOW,
            "AVC",
            List.of("write"),
            SecurityContext.of("system_u:system_r:container_t:" + level),
            null,
            ObjectClass.DIR,
            "sh",
            null,
            null,
            path,
            "sda1",
            ino,
            pid,
            false,
            null);
    String mountinfo = "1 0 8:1 / / rw - ext4 /dev/sda1 rw,seclabel\n";
    return new Attributor(
            () -> known,
            new Processes(root, Clock.fixed(NOW, ZoneOffset.UTC)),
            tree,
            () -> MountTable.parse(mountinfo, root),
            () -> 0,
            List::of)
        .attribute(denial);
  }

  @Test
  void rootlessContainerIsKnownInItsUsersSlice() throws IOException {
    Container ann = add(ANN, ID, "s0:c1,c2", "/home/ann/data");
    cgroup(slice(ANN) + "/user.slice/libpod-" + ID + ".scope/container");
    Attribution a = attribute(LIVE, "s0:c1,c2", 401);
    assertEquals(ann, a.container());
    assertEquals("cgroup", a.containerProof());
    assertEquals(Path.of("/home/ann/data/x"), a.hostPath());
  }

  @Test
  void cgroupOfAnotherUserProvesNothing() throws IOException {
    add(EVE, ID, "s0:c1,c2", "/home/eve/data");
    cgroup(slice(ANN) + "/user.slice/libpod-" + ID + ".scope");
    assertNull(attribute(LIVE, "s0:c1,c2", 400).container());
    cgroup("/machine.slice/libpod-" + ID + ".scope");
    assertNull(attribute(LIVE, "s0:c1,c2", 400).container());
  }

  @Test
  void whereTwoUsersClaimAnIdTheSliceDecides() throws IOException {
    add(EVE, ID, "s0:c1,c2", "/home/eve/data");
    Container ann = add(ANN, ID, "s0:c1,c2", "/home/ann/data");
    cgroup(slice(ANN) + "/libpod-" + ID + ".scope");
    assertEquals(ann, attribute(LIVE, "s0:c1,c2", 400).container());
  }

  @Test
  void userCannotMakeRootsContainerGuilty() throws IOException {
    add(null, ID, "s0:c1,c2", "/srv/db");
    cgroup(slice(EVE) + "/docker-" + ID + ".scope");
    assertNull(attribute(LIVE, "s0:c1,c2", 300).container());
  }

  @Test
  void rootsContainerWinsItsId() throws IOException {
    add(EVE, ID, "s0:c1,c2", "/srv/db");
    Container roots = add(null, ID, "s0:c1,c2", "/srv/db");
    cgroup("/system.slice/docker-" + ID + ".scope");
    assertEquals(roots, attribute(LIVE, "s0:c1,c2", 300).container());
  }

  @Test
  void somebodyElsesDirectoryIsNotBelievedEvenOfALivingContainer() throws IOException {
    Container eve = add(EVE, ID, "s0:c1,c2", "/srv/db", "/home/ann/data");
    cgroup(slice(EVE) + "/libpod-" + ID + ".scope");
    Attribution a = attribute(LIVE, "s0:c1,c2", "/m", 300);
    assertEquals(new Attribution(eve, "cgroup", null, null, null), a);
    assertEquals(List.of(), tree.walks);
  }

  @Test
  void endedProcessIsItsUsersWhereTheObjectIs() {
    Container ann = add(ANN, ID, "s0:c1,c2", "/home/ann/data");
    Attribution a = attribute(GONE, "s0:c1,c2", 401);
    assertEquals(ann, a.container());
    assertEquals("mcs", a.containerProof());
    assertEquals("inode", a.mountProof());
  }

  @Test
  void levelAloneProvesNothingOfAUser() {
    add(ANN, ID, "s0:c1,c2", "/home/ann/data");
    assertEquals(Attribution.UNKNOWN, attribute(GONE, "s0:c1,c2", 999));
    assertEquals(Attribution.UNKNOWN, attribute(GONE, "s0:c1,c2", "/m/deleted", 999));
  }

  @Test
  void forgedMountOfAnEndedProcessIsNotBelieved() {
    add(EVE, ID, "s0:c1,c2", "/srv/db", "/home/ann/data");
    assertEquals(Attribution.UNKNOWN, attribute(GONE, "s0:c1,c2", 300));
    assertEquals(Attribution.UNKNOWN, attribute(GONE, "s0:c1,c2", 401));
    assertEquals(List.of(), tree.walks);
  }

  @Test
  void usersClaimDoesNotMakeRootsLevelAmbiguous() {
    Container roots = add(null, ID, "s0:c1,c2", "/srv/db");
    add(EVE, "e0", "s0:c1,c2", "/srv/db", "/home/eve/data");
    Attribution a = attribute(GONE, "s0:c1,c2", 300);
    assertEquals(roots, a.container());
    assertEquals(roots, attribute(GONE, "s0:c1,c2", 500).container());
  }

  @Test
  void usersClaimDoesNotHideAnotherUsersContainer() {
    Container ann = add(ANN, ID, "s0:c1,c2", "/home/ann/data");
    add(EVE, "e0", "s0:c1,c2", "/home/ann/data", "/home/eve/data");
    Attribution a = attribute(GONE, "s0:c1,c2", 400);
    assertEquals(ann, a.container());
    assertEquals(List.of(), a.candidates());
  }

  @Test
  void processInAnotherUsersSliceIsNotHis() throws IOException {
    add(ANN, ID, "s0:c1,c2", "/home/ann/data");
    cgroup(slice(EVE) + "/app.slice");
    assertNull(attribute(LIVE, "s0:c1,c2", 400).container());
    cgroup(slice(ANN) + "/app.slice");
    assertEquals("mcs", attribute(LIVE, "s0:c1,c2", 400).containerProof());
  }

  @Test
  void objectOfAnUnknownProcessIsNamedByOwnSourcesOnly() {
    add(EVE, "e0", "s0:c9,c10", "/srv/db", "/home/ann/data", "/home/eve/data");
    assertEquals(Attribution.UNKNOWN, attribute(GONE, "s0:c1,c2", 300));
    assertEquals(Attribution.UNKNOWN, attribute(GONE, "s0:c1,c2", 400));
    assertEquals(Path.of("/home/eve/data"), attribute(GONE, "s0:c1,c2", 500).hostPath());
    add(null, ID, "s0:c3,c4", "/srv/db");
    assertEquals(Path.of("/srv/db"), attribute(GONE, "s0:c1,c2", 300).hostPath());
  }
}
