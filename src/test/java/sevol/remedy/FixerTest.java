package sevol.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.container.Container;
import sevol.container.Engine;
import sevol.diagnosis.Cause;
import sevol.diagnosis.Diagnosis;
import sevol.diagnosis.Protection;
import sevol.remedy.Fixer.Applied;
import sevol.selinux.BooleanValue;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

class FixerTest {
  private static final Diagnosis UNLABELED = new Diagnosis(Cause.UNLABELED, "4 of 4 entries");
  private static final Progress QUIET = Progress.NONE;

  @TempDir private Path temp;
  private Path tree;
  private FakeHost host;
  private Fixer fixer;

  @BeforeEach
  void aTreeThatWasNeverLabelled() throws IOException {
    tree = Files.createDirectory(temp.toRealPath().resolve("data"));
    host = FakeHost.mirrorOf(tree);
    fixer = new Fixer(host.host(temp), temp.resolve("state"), "boot");
  }

  private FixRequest request(@Nullable Diagnosis diagnosis) {
    return new FixRequest(
        tree,
        false,
        null,
        Set.of(),
        diagnosis == null ? null : new Denied(diagnosis, List.of(), List.of()));
  }

  private TreePlan plan(@Nullable Diagnosis diagnosis) throws Exception {
    return assertInstanceOf(TreePlan.class, fixer.plan(request(diagnosis), QUIET));
  }

  private Refusal refusal(@Nullable Diagnosis diagnosis) throws Exception {
    return assertInstanceOf(Refusal.class, fixer.plan(request(diagnosis), QUIET));
  }

  @Test
  void planNamesRuleCountsAndWhatEachRunNeeds() throws Exception {
    TreePlan plan = plan(UNLABELED);
    assertEquals(
        new LocalRule(FcontextSpec.tree(tree.toString()), FileType.ANY, FakeHost.FILE.toString()),
        plan.rule());
    assertEquals(4, plan.cost().entries());
    assertEquals(4, plan.cost().changes());
    assertEquals(List.of("--security-opt", "label=level:s0"), plan.runWith());
    assertEquals(0, host.commits, "planning changes nothing");
  }

  @Test
  void whereNewFilesTakeTheDirectorysLevelRunsNeedNothing() throws Exception {
    host.newFilesTakeTheDirectorysLevel = true;
    assertEquals(List.of(), plan(UNLABELED).runWith());
  }

  @Test
  void applyLabelsEverythingAndASecondPlanHasNothingToDo() throws Exception {
    Applied applied = fixer.apply(plan(UNLABELED), QUIET);
    assertEquals(4, applied.relabelled());
    assertEquals(
        4, host.labels().values().stream().filter(FakeHost.FILE.toString()::equals).count());
    assertEquals(1, host.commits);
    assertTrue(plan(null).nothingToDo());
  }

  @Test
  void onlyWhatDiffersIsTouched() throws Exception {
    host.nodes.get(tree.resolve("b.txt").toString()).label = FakeHost.FILE;
    fixer.apply(plan(UNLABELED), QUIET);
    assertEquals(0, host.nodes.get(tree.resolve("b.txt").toString()).sets);
  }

  @Test
  void undoBringsBackEveryLabelAndTheRules() throws Exception {
    host.nodes.get(tree.resolve("b.txt").toString()).label =
        SecurityContext.of("alice_u:object_r:user_home_t:s0:c1");
    Map<String, String> before = host.labels();
    Applied applied = fixer.apply(plan(UNLABELED), QUIET);
    Undo.Undone undone = fixer.undo(applied.id(), QUIET);
    assertEquals(before, host.labels());
    assertEquals(List.of(), host.rules);
    assertEquals(4, undone.restored());
    assertTrue(fixer.undo(applied.id(), QUIET).alreadyUndone());
  }

  @Test
  void undoPutsAReplacedRuleBack() throws Exception {
    LocalRule before =
        new LocalRule(
            FcontextSpec.tree(tree.toString()), FileType.ANY, "system_u:object_r:etc_t:s0");
    host.rules.add(before);
    Applied applied = fixer.apply(plan(UNLABELED), QUIET);
    fixer.undo(applied.id(), QUIET);
    assertEquals(List.of(before), host.rules);
  }

  @Test
  void undoOfATreeThatIsNotMountedLosesNothing() throws Exception {
    Applied applied = fixer.apply(plan(UNLABELED), QUIET);
    Map<String, FakeHost.Node> away = new java.util.TreeMap<>(host.nodes);
    host.nodes.clear();
    RemedyException e = assertThrows(RemedyException.class, () -> fixer.undo(applied.id(), QUIET));
    assertTrue(e.getMessage().contains("mount its file system"), e.getMessage());
    host.nodes.putAll(away);
    assertEquals(4, fixer.undo(applied.id(), QUIET).restored());
    assertEquals(List.of(), host.rules);
  }

  @Test
  void fixesOfOneTreeAreUndoneNewestFirst() throws Exception {
    Map<String, String> before = host.labels();
    String first = fixer.apply(plan(UNLABELED), QUIET).id();
    host.nodes.get(tree.resolve("b.txt").toString()).label = FakeHost.FILE.withRange("s0:c1,c2");
    Thread.sleep(1100); // ids are by the second
    String second = fixer.apply(plan(new Diagnosis(Cause.MCS_MISMATCH, "x")), QUIET).id();
    RemedyException e = assertThrows(RemedyException.class, () -> fixer.undo(first, QUIET));
    assertTrue(e.getMessage().endsWith("--undo " + second), e.getMessage());
    fixer.undo(second, QUIET);
    host.nodes.get(tree.resolve("b.txt").toString()).label = FakeHost.FILE;
    fixer.undo(first, QUIET);
    assertEquals(before, host.labels());
  }

  @Test
  void aLabelThatCannotBeSetStopsNothingElseOfAnUndo() throws Exception {
    Map<String, String> before = host.labels();
    String id = fixer.apply(plan(UNLABELED), QUIET).id();
    host.failSetAfter = 2;
    Undo.Undone partly = fixer.undo(id, QUIET);
    assertEquals(2, partly.restored());
    assertEquals(false, partly.complete());
    assertEquals(List.of(), host.rules);
    host.failSetAfter = Integer.MAX_VALUE;
    assertTrue(fixer.undo(id, QUIET).complete());
    assertEquals(before, host.labels());
  }

  @Test
  void nothingIsDoneOrUndoneBeforeTheStoreIsOnTheDisk() throws Exception {
    TreePlan plan = plan(UNLABELED);
    host.failSync = true;
    RemedyException e = assertThrows(RemedyException.class, () -> fixer.apply(plan, QUIET));
    assertTrue(e.getMessage().contains("stopped half-way: the store's disk is full"));
    String id = fixer.history().get(0).id();
    assertEquals("unfinished", fixer.history().get(0).state());
    assertThrows(IOException.class, () -> fixer.undo(id, QUIET));
    assertEquals("unfinished", fixer.history().get(0).state());
    host.failSync = false;
    assertTrue(fixer.undo(id, QUIET).complete());
    assertEquals(List.of(), host.rules);
  }

  @Test
  void whatIsGoneIsCounted() throws Exception {
    String id = fixer.apply(plan(UNLABELED), QUIET).id();
    host.nodes.remove(tree.resolve("b.txt").toString());
    assertTrue(fixer.undo(id, QUIET).notes().get(0).startsWith("1 objects are no longer"));
  }

  @Test
  void anEquivalenceToAnotherTreeIsRefused() throws Exception {
    Path files = Files.createDirectories(temp.resolve("contexts/files"));
    Path other = Files.createDirectory(temp.toRealPath().resolve("other"));
    Files.writeString(files.resolve("file_contexts.subs"), tree + " " + other + "\n");
    host.add(other, ObjectClass.DIR);
    assertTrue(refusal(UNLABELED).reason().contains("which is another tree"));
    host.protectedPaths.put(other, new Protection("it is the host's", false));
    assertTrue(refusal(UNLABELED).reason().endsWith("it is the host's"));
  }

  @Test
  void aLinkMadeAfterTheSurveyIsNotFollowedOut() throws Exception {
    TreePlan plan = plan(UNLABELED);
    FakeHost.Node node = host.nodes.get(tree.resolve("b.txt").toString());
    host.beforeWalk = walk -> node.nlink = walk >= 2 ? 2 : 1;
    fixer.apply(plan, QUIET);
    assertEquals(FakeHost.UNLABELED, node.label);
  }

  @Test
  void aRootThatWasExchangedIsNotTouched() throws Exception {
    TreePlan plan = plan(UNLABELED);
    host.beforeWalk = walk -> host.nodes.get(tree.toString()).ino = walk >= 2 ? 999 : 101;
    assertThrows(RemedyException.class, () -> fixer.apply(plan, QUIET));
    assertEquals(0, host.nodes.values().stream().mapToInt(n -> n.sets).sum());
  }

  @Test
  void anUnlabeledParentIsNamed() throws Exception {
    assertTrue(plan(UNLABELED).notes().stream().anyMatch(n -> n.contains("is unlabeled too")));
  }

  @Test
  void undoLeavesWhatWasRelabelledSince() throws Exception {
    Applied applied = fixer.apply(plan(UNLABELED), QUIET);
    FakeHost.Node node = host.nodes.get(tree.resolve("b.txt").toString());
    node.label = SecurityContext.of("system_u:object_r:etc_t:s0");
    Undo.Undone undone = fixer.undo(applied.id(), QUIET);
    assertEquals("system_u:object_r:etc_t:s0", node.label.toString());
    assertEquals(3, undone.restored());
    assertEquals(1, undone.notes().size());
  }

  @Test
  void aFixThatFailsHalfWayCanBeUndone() throws Exception {
    Map<String, String> before = host.labels();
    host.failSetAfter = 2;
    TreePlan plan = plan(UNLABELED);
    RemedyException e = assertThrows(RemedyException.class, () -> fixer.apply(plan, QUIET));
    host.failSetAfter = Integer.MAX_VALUE;
    String id = fixer.history().get(0).id();
    assertEquals("unfinished", fixer.history().get(0).state());
    assertTrue(e.getMessage().endsWith("--undo " + id), e.getMessage());
    fixer.undo(id, QUIET);
    assertEquals(before, host.labels());
    assertEquals(List.of(), host.rules);
  }

  @Test
  void whatAnotherRuleGovernsByNowIsNotSet() throws Exception {
    host.failSetAfter = 1;
    TreePlan plan = plan(UNLABELED);
    assertThrows(RemedyException.class, () -> fixer.apply(plan, QUIET));
    host.failSetAfter = Integer.MAX_VALUE;
    String id = fixer.history().get(0).id();
    String file = tree.resolve("b.txt").toString();
    host.rules.add(new LocalRule(file, FileType.ANY, "system_u:object_r:etc_t:s0"));
    RemedyException e = assertThrows(RemedyException.class, () -> fixer.resume(id, QUIET));
    assertTrue(e.getMessage().contains(file + ": moved, or the rules changed"), e.getMessage());
    host.nodes.get(file).label = SecurityContext.of("system_u:object_r:etc_t:s0");
    assertEquals(2, fixer.resume(id, QUIET).relabelled());
    assertEquals(0, host.nodes.get(file).sets);
  }

  @Test
  void aRuleThatIsBeatenIsTakenBackAndNothingIsRelabelled() throws Exception {
    TreePlan plan = plan(UNLABELED);
    host.beatOnceCommitted = true;
    assertThrows(RemedyException.class, () -> fixer.apply(plan, QUIET));
    assertEquals(List.of(), host.rules);
    assertEquals(0, host.nodes.values().stream().mapToInt(n -> n.sets).sum());
  }

  @Test
  void aRuleThatCannotBeCommittedChangesNothing() throws Exception {
    TreePlan plan = plan(UNLABELED);
    host.refuseCommit = true;
    assertThrows(RemedyException.class, () -> fixer.apply(plan, QUIET));
    assertEquals(0, host.nodes.values().stream().mapToInt(n -> n.sets).sum());
    assertEquals("undone", fixer.history().get(0).state());
  }

  @Test
  void oneFixAtATime() throws Exception {
    TreePlan plan = plan(UNLABELED);
    try (FileChannel held = new JournalStore(temp.resolve("state")).lock()) {
      assertTrue(held.isOpen());
      assertThrows(Exception.class, () -> fixer.apply(plan, QUIET));
    }
  }

  @Test
  void protectedPathsSocketsAndUnlabellableFileSystemsAreRefused() throws Exception {
    host.protectedPaths.put(tree, new Protection("it is the host's", false));
    assertEquals("it is the host's", refusal(UNLABELED).reason());
    host.protectedPaths.clear();
    host.storesLabels = false;
    assertTrue(refusal(UNLABELED).reason().contains("stores no labels"));
    FixRequest fine = new FixRequest(tree, false, null, Set.of(), null);
    assertTrue(assertInstanceOf(RemedyPlan.class, fixer.plan(fine, QUIET)).nothingToDo());
    host.storesLabels = true;
    host.nodes.get(tree.toString()).tclass = ObjectClass.SOCK_FILE;
    assertTrue(refusal(UNLABELED).reason().contains("socket"));
  }

  @Test
  void whatTheHostsLabelGuardsIsRelabelledOnlyWhereThePathIsSetAsideAndMayBe() throws Exception {
    Denied hosts = new Denied(new Diagnosis(Cause.PROTECTED_HOST_PATH, "x"), List.of(), List.of());
    FixRequest plain = new FixRequest(tree, false, null, Set.of(), hosts);
    FixRequest knowing = new FixRequest(tree, false, null, Set.of(tree), hosts);
    host.protectedPaths.put(tree, new Protection("an engine's storage", false));
    assertInstanceOf(Refusal.class, fixer.plan(plain, QUIET));
    assertInstanceOf(TreePlan.class, fixer.plan(knowing, QUIET));
    host.protectedPaths.put(tree, new Protection("it is the host's", true));
    assertInstanceOf(Refusal.class, fixer.plan(knowing, QUIET));
  }

  @Test
  void aCauseThatNoLabelRepairsIsRefused() throws Exception {
    assertTrue(refusal(new Diagnosis(Cause.BOOLEAN, "x")).reason().contains("no label repairs"));
  }

  @Test
  void aBooleanIsSetForWhatItIsMeantForAndNeverForThePathsOfTheHost() throws Exception {
    host.active.put("container_use_nfs", false);
    List<BooleanValue> set = List.of(new BooleanValue("container_use_nfs", true));
    Denied nfs = new Denied(new Diagnosis(Cause.NO_XATTR_FILESYSTEM, "x"), set, List.of());
    FixRequest request = new FixRequest(tree, false, null, Set.of(), nfs);
    BooleanPlan plan = assertInstanceOf(BooleanPlan.class, fixer.plan(request, QUIET));
    String id = fixer.apply(plan, QUIET).id();
    assertEquals(Map.of("container_use_nfs", true), host.active);
    fixer.undo(id, QUIET);
    assertEquals(Map.of("container_use_nfs", false), host.active);
    assertEquals(Map.of(), host.stored);

    Denied hosts = new Denied(new Diagnosis(Cause.PROTECTED_HOST_PATH, "x"), set, List.of());
    assertInstanceOf(
        Refusal.class, fixer.plan(new FixRequest(tree, false, null, Set.of(), hosts), QUIET));
  }

  @Test
  void contentPrivateToAnExistingContainerIsRefused() throws Exception {
    SecurityContext held = FakeHost.FILE.withRange("s0:c1,c2");
    host.nodes.get(tree.resolve("b.txt").toString()).label = held;
    host.containers.add(
        new Container(Engine.PODMAN, "ab".repeat(32), "web", null, held, null, List.of()));
    assertTrue(
        refusal(new Diagnosis(Cause.MCS_MISMATCH, "x"))
            .reason()
            .contains("container web (podman)"));
  }

  @Test
  void aLinkedFileOfTheSameKindIsLeftAloneAndNamed() throws Exception {
    FakeHost.Node node = host.nodes.get(tree.resolve("b.txt").toString());
    node.nlink = 2;
    TreePlan plan = plan(UNLABELED);
    assertEquals(3, plan.cost().changes());
    assertEquals(List.of(tree.resolve("b.txt").toString()), plan.left());
    fixer.apply(plan, QUIET);
    assertEquals(FakeHost.UNLABELED, node.label);
    assertTrue(refusal(UNLABELED).reason().contains("b.txt"), "still denied, and not to be fixed");
  }

  @Test
  void aLinkedFileOfAnotherOwnerOrLabelRefusesTheTree() throws Exception {
    FakeHost.Node node = host.nodes.get(tree.resolve("b.txt").toString());
    node.nlink = 2;
    node.uid = 0;
    assertTrue(refusal(UNLABELED).reason().contains("hard links outside"));
    node.uid = 1000;
    node.label = SecurityContext.of("system_u:object_r:shadow_t:s0");
    assertTrue(refusal(UNLABELED).reason().contains("hard links outside"));
  }

  @Test
  void socketsInsideTheTreeKeepTheirLabel() throws Exception {
    FakeHost.Node socket = host.add(tree.resolve("app.sock"), ObjectClass.SOCK_FILE);
    fixer.apply(plan(UNLABELED), QUIET);
    assertEquals(FakeHost.UNLABELED, socket.label);
  }

  @Test
  void workingContentWithoutARuleGetsTheRule() throws Exception {
    host.nodes.values().forEach(n -> n.label = FakeHost.FILE);
    TreePlan plan = plan(null);
    assertEquals(0, plan.cost().changes());
    assertTrue(plan.rule() != null, "a relabel of the host would take the label away");
  }
}
