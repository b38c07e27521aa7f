package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.selinux.Denial;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

class AttributorTest {
  private static final Instant NOW = Instant.parse("2026-11-22T18:13:52.100Z");
  private static final String MOUNTINFO =
      """
      1 0 8:1 / / rw - ext4 /dev/sda1 rw,seclabel
      2 1 8:2 / /src rw - ext4 /dev/sda2 rw,seclabel
      3 2 8:3 / /src/disk rw - ext4 /dev/sda3 rw,seclabel
      """;

  private final List<Container> known = new ArrayList<>();
  private final List<BindMount> earlier = new ArrayList<>();
  private final FakeFileTree tree =
      new FakeFileTree()
          .with("/src/web", "8:2", 100)
          .with("/src/web/a", "8:2", 101)
          .with("/src/web/a/deep", "8:2", 102)
          .with("/src/logs", "8:2", 200)
          .with("/src/disk", "8:3", 2)
          .with("/src/disk/x", "8:3", 101)
          .with("/srv", "8:1", 300);
  private long nanos;

  private Attributor attributor(Path root) {
    return new Attributor(
        () -> known,
        new Processes(root, Clock.fixed(NOW, ZoneOffset.UTC)),
        tree,
        () -> MountTable.parse(MOUNTINFO, Path.of("/nonexistent")),
        () -> nanos,
        () -> earlier);
  }

  private Attribution attribute(Denial denial) {
    return attributor(Fixtures.HOST).attribute(denial);
  }

  private static BindMount mount(String spec) {
    String[] part = spec.split(":", -1);
    return new BindMount(Path.of(part[0]), Path.of(part[1]), false);
  }

  private Container container(String name, String level, String... mounts) {
    return container(null, name, level, mounts);
  }

  private Container container(
      @Nullable Integer owner, String name, String level, String... mounts) {
    Container c =
        new Container(
            Engine.PODMAN,
            name.equals("web") ? Fixtures.WEB : name,
            name,
            SecurityContext.of("system_u:system_r:container_t:" + level),
            null,
            null,
            Arrays.stream(mounts).map(AttributorTest::mount).toList(),
            owner);
    known.add(c);
    return c;
  }

  private static Denial denial(
      int pid, String level, @Nullable String path, String dev, @Nullable Long ino) {
    return new Denial(
        null,
        NOW,
        "AVC",
        List.of("write"),
        SecurityContext.of("system_u:system_r:container_t:" + level),
        SecurityContext.of("system_u:object_r:unlabeled_t:s0"),
        ObjectClass.DIR,
        "fpm",
        null,
        "web",
        path,
        dev,
        ino,
        pid,
        false,
        null);
  }

  private static Denial gone(String level, String dev, long ino) {
    return denial(99999, level, null, dev, ino);
  }

  @Test
  void livingProcessIsKnownByItsCgroup() {
    Container web = container("web", "s0:c1,c2", "/src/web:/scripts");
    container("other", "s0:c308,c402", "/src/web:/x");
    Attribution a = attribute(denial(644, "s0:c308,c402", null, "sda2", 100L));
    assertEquals(
        new Attribution(web, "cgroup", mount("/src/web:/scripts"), "inode", Path.of("/src/web")),
        a);
  }

  @Test
  void containerNotKnownIsNotReplacedByOneOfTheSameLevel() {
    container("other", "s0:c308,c402", "/src/web:/x");
    Attribution a = attribute(denial(644, "s0:c308,c402", null, "sda2", 100L));
    assertNull(a.container());
    assertNull(a.mount());
    assertEquals(Path.of("/src/web"), a.hostPath());
  }

  @Test
  void endedProcessIsKnownByItsCategories() {
    Container job = container("job", "s0:c47,c929", "/src/logs:/l", "/src/web:/w");
    container("else", "s0:c47,c930", "/src/web:/w");
    Attribution a = attribute(gone("s0:c47,c929", "sda2", 100));
    assertEquals(
        new Attribution(job, "mcs", mount("/src/web:/w"), "inode", Path.of("/src/web")), a);
  }

  @Test
  void levelWithoutCategoriesProvesNothing() {
    container("a", "s0", "/src/logs:/l");
    assertEquals(Attribution.UNKNOWN, attribute(gone("s0", "sda2", 999)));
  }

  @Test
  void sharedLevelIsDecidedByTheMount() {
    container("one", "s0:c1,c2", "/src/logs:/l");
    Container two = container("two", "s0:c1,c2", "/src/web:/w");
    Attribution a = attribute(gone("s0:c1,c2", "sda2", 102));
    assertEquals(two, a.container());
    assertEquals(Path.of("/src/web/a/deep"), a.hostPath());
  }

  @Test
  void sharedLevelAndMountStayUndecided() {
    container("one", "s0:c1,c2", "/src/web:/l");
    container("two", "s0:c1,c2", "/src/web:/w");
    Attribution a = attribute(gone("s0:c1,c2", "sda2", 100));
    assertNull(a.container());
    assertNull(a.mount());
    assertEquals(Path.of("/src/web"), a.hostPath());
    assertEquals(known, a.candidates());
  }

  @Test
  void candidatesAreThoseThatSeeTheObjectOrElseAll() {
    for (int i = 0; i < 6; i++) {
      container("c" + i, "s0:c1,c2", i < 2 ? "/src/web:/w" : "/src/logs:/l");
    }
    assertEquals(known.subList(0, 2), attribute(gone("s0:c1,c2", "sda2", 100)).candidates());
    Attribution none = attribute(gone("s0:c1,c2", "sda2", 999));
    assertNull(none.container());
    assertNull(none.containerProof());
    assertEquals(known.subList(0, Attribution.MAX_CANDIDATES), none.candidates());
  }

  @Test
  void containerThatWasGoneByThenIsNoCandidate() {
    Container before = container("before", "s0:c1,c2", "/src/web:/w");
    Container now = container("now", "s0:c1,c2", "/src/web:/w");
    ContainerInventory inventory =
        new ContainerInventory() {
          @Override
          public List<Container> containers() {
            return known;
          }

          @Override
          public boolean mayHaveRun(Container container, Instant at) {
            return !container.equals(before);
          }
        };
    Attributor attributor =
        new Attributor(
            inventory,
            new Processes(Fixtures.HOST, Clock.fixed(NOW, ZoneOffset.UTC)),
            tree,
            () -> MountTable.parse(MOUNTINFO, Path.of("/nonexistent")),
            () -> nanos,
            List::of);
    assertEquals(now, attributor.attribute(gone("s0:c1,c2", "sda2", 100)).container());
  }

  @Test
  void objectDeepInAMountIsSearched() {
    container("job", "s0:c1,c2", "/src/logs:/l", "/src/web:/w");
    Attribution a = attribute(gone("s0:c1,c2", "sda2", 102));
    assertEquals("inode", a.mountProof());
    assertEquals(mount("/src/web:/w"), a.mount());
    assertEquals(Path.of("/src/web/a/deep"), a.hostPath());
  }

  @Test
  void diskMountedBelowTheSourceIsSearchedToo() {
    container("job", "s0:c1,c2", "/src:/s");
    Attribution a = attribute(gone("s0:c1,c2", "sda3", 101));
    assertEquals(Path.of("/src/disk/x"), a.hostPath());
  }

  @Test
  void sameInodeOfAnotherDeviceIsNoMatch() {
    container("job", "s0:c1,c2", "/src/web:/w");
    Attribution a = attribute(gone("s0:c1,c2", "sda1", 100));
    assertEquals("job", a.container() == null ? null : a.container().name());
    assertNull(a.mount());
    assertEquals(List.of(), tree.walks);
  }

  @Test
  void pathInsideIsTakenOnlyWithItsInode() {
    container("job", "s0:c1,c2", "/src/web:/w", "/src/logs:/w/a");
    Attribution right =
        attribute(denial(99999, "s0:c1,c2", "/w/a/deep", "sda2", 102L)); // below the shorter one
    assertEquals("inode", right.mountProof());
    Attribution path = attribute(denial(99999, "s0:c1,c2", "/w/a", "sda2", 101L));
    assertEquals(mount("/src/web:/w"), path.mount());
  }

  @Test
  void pathBelowADestinationLeadsToTheSource() {
    container("job", "s0:c1,c2", "/src/web:/w");
    Attribution a = attribute(denial(99999, "s0:c1,c2", "/w/a/deep", "sda2", 102L));
    assertEquals("path", a.mountProof());
    assertEquals(Path.of("/src/web/a/deep"), a.hostPath());
    assertEquals(List.of(), tree.walks);
  }

  @Test
  void deletedObjectLeavesTheMountOfItsPath() {
    container("job", "s0:c1,c2", "/src/web:/w");
    Attribution a = attribute(denial(99999, "s0:c1,c2", "/w/tmp (deleted)", "sda2", 777L));
    assertEquals(mount("/src/web:/w"), a.mount());
    assertEquals("path", a.mountProof());
    assertNull(a.hostPath());
  }

  @Test
  void pathThatClimbsOutIsRefused() {
    container("job", "s0:c1,c2", "/src/web:/w");
    Attribution a = attribute(denial(99999, "s0:c1,c2", "/w/../logs", "sda2", 200L));
    assertNull(a.mount());
    assertNull(a.hostPath());
  }

  @Test
  void denialOfAnEngineShowsTheHostPath() {
    container("job", "s0:c1,c2", "/src/web:/w");
    Attribution a = attribute(denial(99999, "s0", null, "sda2", 100L));
    assertEquals(new Attribution(null, null, null, null, Path.of("/src/web")), a);
  }

  @Test
  void sourceOfAMountSeenEarlierIsKnownThoughItsContainerIsForgotten() {
    Denial denial = gone("s0:c1,c2", "sda2", 100);
    assertEquals(Attribution.UNKNOWN, attribute(denial));
    earlier.add(mount("/src/web:/w"));
    assertEquals(new Attribution(null, null, null, null, Path.of("/src/web")), attribute(denial));
    assertEquals(Attribution.UNKNOWN, attribute(gone("s0:c1,c2", "sda3", 100)));
  }

  @Test
  void linkedSourceIsLookedAtWhereItLeads(@TempDir Path directory) throws Exception {
    Path target = Files.createDirectory(directory.toRealPath().resolve("target"));
    Path link = Files.createSymbolicLink(directory.toRealPath().resolve("link"), target);
    tree.withLink(link.toString()).with(target.toString(), "8:1", 500);
    container("job", "s0:c1,c2", link + ":/w");
    Attribution a = attribute(gone("s0:c1,c2", "sda1", 500));
    assertEquals(link, a.hostPath());
  }

  @Test
  void spentBudgetEndsTheSearchWithoutAGuess() {
    container("job", "s0:c1,c2", "/src/web:/w");
    Attributor attributor =
        new Attributor(
            () -> known,
            new Processes(Fixtures.HOST, Clock.fixed(NOW, ZoneOffset.UTC)),
            tree,
            () -> MountTable.parse(MOUNTINFO, Path.of("/nonexistent")),
            () -> nanos += SearchBudget.CAPACITY_NANOS,
            List::of);
    Attribution a = attributor.attribute(gone("s0:c1,c2", "sda2", 102));
    assertEquals("mcs", a.containerProof());
    assertNull(a.mount());
  }

  @Test
  void objectThatWasFoundIsLookedAtAndNotSearchedAgain() {
    container("job", "s0:c1,c2", "/src/web:/w");
    Attributor attributor = attributor(Fixtures.HOST);
    for (int i = 0; i < 3; i++) {
      assertEquals(
          Path.of("/src/web/a/deep"),
          attributor.attribute(gone("s0:c1,c2", "sda2", 102)).hostPath());
    }
    assertEquals(1, tree.walks.size());
    tree.with("/src/web/a/deep", "8:2", 103).with("/src/web/moved", "8:2", 102);
    assertEquals(
        Path.of("/src/web/moved"), attributor.attribute(gone("s0:c1,c2", "sda2", 102)).hostPath());
  }

  @Test
  void objectThatWasNotFoundIsNotSearchedForAWhile() {
    container("job", "s0:c1,c2", "/src/web:/w");
    Attributor attributor = attributor(Fixtures.HOST);
    for (int i = 0; i < 3; i++) {
      assertNull(attributor.attribute(gone("s0:c1,c2", "sda2", 999)).mount());
    }
    assertEquals(1, tree.walks.size());
    nanos += TimeUnit.SECONDS.toNanos(60);
    assertNull(attributor.attribute(gone("s0:c1,c2", "sda2", 999)).mount());
    assertEquals(2, tree.walks.size());
  }

  @Test
  void denialWithoutFieldsIsUnknown() {
    container("job", "s0:c1,c2", "/src/web:/w");
    Denial bare =
        new Denial(
            null, null, "AVC", List.of(), null, null, null, null, null, null, null, null, null,
            null, null, null);
    assertEquals(Attribution.UNKNOWN, attribute(bare));
  }
}
