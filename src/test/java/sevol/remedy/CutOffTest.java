package sevol.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevol.diagnosis.Cause;
import sevol.diagnosis.Diagnosis;
import sevol.selinux.SecurityContext;

/** A fix that is cut off before or after any of its changes is finished, or undone, by the next. */
class CutOffTest {
  private static final Progress QUIET = Progress.NONE;

  @TempDir private Path temp;
  private Path tree;
  private FakeHost host;
  private Fixer fixer;
  private Map<String, String> labels;
  private List<LocalRule> rules;

  @BeforeEach
  void aTreeWithARuleOfItsOwnForAPart() throws Exception {
    tree = Files.createDirectory(temp.toRealPath().resolve("data"));
    host = FakeHost.mirrorOf(tree);
    host.nodes.get(tree.resolve("b.txt").toString()).label =
        SecurityContext.of("alice_u:object_r:user_home_t:s0:c1");
    host.rules.add(
        new LocalRule(
            FcontextSpec.tree(tree.resolve("sub").toString()),
            FileType.ANY,
            "system_u:object_r:container_file_t:s0"));
    host.rules.add(new LocalRule("/elsewhere", FileType.DIR, "system_u:object_r:etc_t:s0"));
    labels = host.labels();
    rules = host.rules();
    fixer = new Fixer(host.host(temp), temp.resolve("state"), "boot");
  }

  private TreePlan plan() throws Exception {
    Denied denied = new Denied(new Diagnosis(Cause.UNLABELED, "x"), List.of(), List.of());
    return (TreePlan) fixer.plan(new FixRequest(tree, false, null, Set.of(), denied), QUIET);
  }

  private void cutOff(int changes, boolean behind) throws Exception {
    TreePlan plan = plan();
    host.cutAfter = changes;
    host.cutBehind = behind;
    assertThrows(FakeHost.CutOff.class, () -> fixer.apply(plan, QUIET));
    host.cutAfter = Integer.MAX_VALUE;
    assertEquals("unfinished", fixer.history().get(0).state());
  }

  private void assertAsBefore() {
    assertEquals(labels, host.labels());
    assertEquals(rules, host.rules(), "rules and their order");
  }

  @ParameterizedTest
  @CsvSource({"0,false", "0,true", "1,false", "1,true", "2,true", "3,true", "4,false", "4,true"})
  void isFinishedByTheNextAndUndone(int changes, boolean behind) throws Exception {
    cutOff(changes, behind);
    String id = fixer.recover(tree, QUIET).orElseThrow().id();
    host.labels().entrySet().stream()
        .filter(e -> e.getKey().startsWith(tree.toString()))
        .forEach(e -> assertEquals(FakeHost.FILE.toString(), e.getValue(), e.getKey()));
    fixer.undo(id, QUIET);
    assertAsBefore();
  }

  @ParameterizedTest
  @CsvSource({"0,false", "0,true", "1,false", "1,true", "2,true", "3,true", "4,false", "4,true"})
  void isUndone(int changes, boolean behind) throws Exception {
    cutOff(changes, behind);
    String id = fixer.history().get(0).id();
    assertTrue(fixer.undo(id, QUIET).complete());
    assertAsBefore();
  }

  @ParameterizedTest
  @CsvSource({"0,false", "0,true", "1,true", "2,true", "3,true", "4,false", "4,true"})
  void anUndoThatIsCutOffIsFinishedByTheNext(int changes, boolean behind) throws Exception {
    String id = fixer.apply(plan(), QUIET).id();
    host.cutAfter = changes;
    host.cutBehind = behind;
    assertThrows(FakeHost.CutOff.class, () -> fixer.undo(id, QUIET));
    host.cutAfter = Integer.MAX_VALUE;
    assertTrue(fixer.recover(tree, QUIET).isEmpty());
    assertAsBefore();
    assertEquals("undone", fixer.history().get(0).state());
  }

  @Test
  void aRuleInTheStoreAloneIsInstalledByTheNext() throws Exception {
    host.cutBeforeInstall = true;
    cutOff(0, true);
    assertEquals(rules, host.installed());
    String id = fixer.recover(tree, QUIET).orElseThrow().id();
    assertEquals(host.rules(), host.installed());
    assertEquals(FakeHost.FILE.toString(), host.labels().get(tree.resolve("b.txt").toString()));
    fixer.undo(id, QUIET);
    assertAsBefore();
  }

  @Test
  void aRuleTakenFromTheStoreAloneIsTakenFromTheHostByTheNext() throws Exception {
    String id = fixer.apply(plan(), QUIET).id();
    host.cutBeforeInstall = true;
    host.cutAfter = 4; // labels first
    host.cutBehind = true;
    assertThrows(FakeHost.CutOff.class, () -> fixer.undo(id, QUIET));
    assertEquals(rules, host.rules());
    assertNotEquals(rules, host.installed());
    host.cutAfter = Integer.MAX_VALUE;
    assertTrue(fixer.undo(id, QUIET).complete());
    assertAsBefore();
    assertEquals(rules, host.installed());
  }
}
