package sevol.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.preflight.FakeTree;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

class TreeScanTest {
  private static final String A = "system_u:object_r:a_t:s0";
  private static final String B = "system_u:object_r:b_t:s0";

  @TempDir private Path dir;
  private final FakeTree tree = new FakeTree();

  @BeforeEach
  void makeTree() throws IOException {
    Files.createDirectories(dir.resolve("sub"));
    for (String file : List.of("one", "two", "sub/three")) {
      Files.createFile(dir.resolve(file));
    }
    tree.label(dir, A);
  }

  @Test
  void entriesAreCountedByClassAndLabel() throws IOException {
    tree.label(dir.resolve("two"), B);
    TreeScan scan = TreeScan.of(tree, dir);
    assertEquals(5, scan.entries());
    assertTrue(scan.complete());
    assertEquals(
        List.of("dir a_t 2", "file a_t 2", "file b_t 1"),
        scan.groups().stream().map(TreeScanTest::text).toList());
    assertEquals(dir.resolve("two").toString(), scan.groups().get(2).example());
  }

  private static String text(LabelGroup group) {
    SecurityContext label = group.label();
    return group.tclass() + " " + (label == null ? null : label.type()) + " " + group.count();
  }

  @Test
  void mountsBelowAreEnteredAndKeptApart() throws IOException {
    tree.mount(dir.resolve("sub"));
    TreeScan scan = TreeScan.of(tree, dir);
    assertEquals(5, scan.entries());
    assertEquals(2, scan.mounts().size());
    assertEquals(2, scan.groups().stream().filter(g -> g.mountId() != 1).count());
  }

  @Test
  void relabelReachesOnlyTheMountsThatStoreLabels() throws IOException {
    tree.mount(dir.resolve("sub"));
    TreeScan scan = TreeScan.of(tree, dir);
    TreeScan after = scan.relabelled(SecurityContext.of(B), m -> m.mountId() == 1);
    assertEquals(SecurityContext.of(B), after.root().label());
    for (LabelGroup group : after.groups()) {
      assertEquals(SecurityContext.of(group.mountId() == 1 ? B : A), group.label());
    }
  }

  @Test
  void whatCannotBeReadIsCounted() throws IOException {
    tree.shut(dir.resolve("sub"));
    TreeScan scan = TreeScan.of(tree, dir);
    assertFalse(scan.complete());
    assertEquals(1, scan.unreadable());
    assertEquals(
        List.of(dir.resolve("sub") + ": EACCES: Permission denied"), scan.unreadableExamples());
  }

  @Test
  void whoeverWatchesCanEndIt() throws IOException {
    AtomicLong seen = new AtomicLong();
    TreeScan.Way watched =
        new TreeScan.Way(TreeScan.Limits.NONE, true, "", () -> seen.get() == 3, seen::set);
    TreeScan scan = TreeScan.of(tree, dir, watched);
    assertEquals(TreeScan.Stop.INTERRUPTED, scan.stopped());
    assertEquals(3, scan.entries());
  }

  @Test
  void mountsBelowAreLeftOutOfABindThatIsNotRecursive() throws IOException {
    tree.mount(dir.resolve("sub"));
    TreeScan.Way alone = new TreeScan.Way(TreeScan.Limits.NONE).with(false, "/a");
    assertEquals(3, TreeScan.of(tree, dir, alone).entries());
  }

  @Test
  void linksAreLookedAtWhereTheDestinationIsKnown() throws IOException {
    Files.createSymbolicLink(dir.resolve("sub/up"), Path.of("../../.."));
    Files.createSymbolicLink(dir.resolve("own"), Path.of("/a/one"));
    Files.createSymbolicLink(dir.resolve("near"), Path.of("/ab/one"));
    Files.createLink(dir.resolve("sub/again"), dir.resolve("one"));
    TreeScan.Way way = new TreeScan.Way(TreeScan.Limits.NONE).with(true, "/a/");
    TreeLinks links = TreeScan.of(tree, dir, way).links();
    assertEquals(
        List.of(dir + "/near -> /ab/one", dir + "/sub/up -> ../../.."), links.leavingExamples());
    assertEquals(0, links.shared(), "both names of the file are in the tree");
    assertEquals(TreeLinks.NONE, TreeScan.of(tree, dir).links());
  }

  private TreeScan scan(TreeScan.Limits limits) throws IOException {
    return TreeScan.of(tree, dir, new TreeScan.Way(limits));
  }

  @Test
  void limitsEndTheWalk() throws IOException {
    TreeScan few = scan(new TreeScan.Limits(2, Duration.ofDays(1)));
    assertEquals(TreeScan.Stop.ENTRIES, few.stopped());
    assertEquals(2, few.entries());
    TreeScan none = scan(new TreeScan.Limits(Long.MAX_VALUE, Duration.ZERO));
    assertEquals(TreeScan.Stop.TIME, none.stopped());
    assertFalse(none.complete());
  }

  @Test
  void manyLabelsAreBounded() throws IOException {
    for (int i = 0; i < TreeScan.MAX_GROUPS + 10; i++) {
      Path file = Files.createFile(dir.resolve("sub/f" + i));
      tree.label(file, "system_u:object_r:t" + i + "_t:s0");
    }
    TreeScan scan = TreeScan.of(tree, dir);
    assertEquals(TreeScan.MAX_GROUPS, scan.groups().size());
    assertEquals(12, scan.ungrouped()); // two groups are a_t's
    assertFalse(scan.complete());
  }

  @Test
  void aSourceThatIsGoneIsAnError() {
    assertThrows(NoSuchFileException.class, () -> TreeScan.of(tree, dir.resolve("none")));
  }

  @Test
  void anUnreadableRootIsAnError() {
    tree.shut(dir);
    assertThrows(IOException.class, () -> TreeScan.of(tree, dir));
  }

  @Test
  void aNewDirectoryIsATreeOfOne() throws IOException {
    TreeScan scan = TreeScan.ofNew(tree.look(dir));
    assertEquals(1, scan.entries());
    assertEquals(ObjectClass.DIR, scan.groups().get(0).tclass());
    assertTrue(scan.complete());
  }
}
