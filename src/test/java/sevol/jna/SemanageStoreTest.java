package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.remedy.FileType;
import sevol.remedy.LocalRule;
import sevol.remedy.RemedyException;
import sevol.remedy.StoreChange;
import sevol.selinux.BooleanValue;

/** By libsemanage itself, on a store of its own; the library looks for its root only once. */
@NullUnmarked // a null here fails the test, which is right
class SemanageStoreTest {
  private static final String DATA = "system_u:object_r:container_file_t:s0";
  private static final LocalRule A = rule("/srv/a(/.*)?", FileType.ANY, DATA);
  private static final LocalRule B = rule("/srv/b\\x20\\$(/.*)?", FileType.DIR, DATA);
  private static final LocalRule C = rule("/srv/c(/.*)?", FileType.PIPE, LocalRule.NONE);
  private static final LocalRule D = rule("/srv/a(/.*)?", FileType.FILE, DATA + ":c1,c2");

  @TempDir private static Path root;
  private static @Nullable TestStore made;

  private TestStore store;
  private SemanageStore semanage;

  private static LocalRule rule(String spec, FileType fileType, String context) {
    return new LocalRule(spec, fileType, context);
  }

  @BeforeAll
  static void makeStore() throws Exception {
    made = TestStore.at(root);
  }

  @AfterAll
  static void leaveStore() {
    if (made != null) {
      made.close();
    }
  }

  @BeforeEach
  void emptyStore() throws Exception {
    store = made;
    semanage = SemanageStore.open(false, Collections::emptySortedMap);
    List<BooleanValue> set =
        semanage.booleans().keySet().stream().map(name -> new BooleanValue(name, true)).toList();
    semanage.change(new StoreChange(semanage.rules(), List.of(), List.of(), set));
  }

  private void put(LocalRule... rules) throws RemedyException {
    semanage.change(StoreChange.ofRules(List.of(), List.of(rules)));
  }

  @Test
  void rulesAreListedInTheOrderOfTheFile() throws Exception {
    assertEquals(List.of(), semanage.rules());
    put(C, A);
    put(D, B);
    assertEquals(List.of(C, A, D, B), semanage.rules());
    assertEquals(
        List.of(
            "/srv/c(/.*)? -p <<none>>",
            "/srv/a(/.*)? " + DATA,
            "/srv/a(/.*)? -- " + DATA + ":c1,c2",
            "/srv/b\\x20\\$(/.*)? -d " + DATA),
        store.installed());
  }

  @Test
  void ruleThatIsReplacedStaysAndOneThatIsAlsoRemovedGoesToTheEnd() throws Exception {
    put(A, B, C);
    LocalRule other = rule(A.spec(), A.fileType(), DATA + ":c3");
    put(other);
    assertEquals(List.of(other, B, C), semanage.rules());
    semanage.change(StoreChange.ofRules(List.of(A), List.of(A)));
    assertEquals(List.of(B, C, A), semanage.rules());
    semanage.change(StoreChange.ofRules(List.of(B, C, A), List.of(A, C)));
    assertEquals(List.of(A, C), semanage.rules());
    semanage.change(StoreChange.ofRules(List.of(A, C), List.of()));
    assertEquals(List.of(), semanage.rules());
  }

  @Test
  void nothingIsCommittedWhereNothingDiffers() throws Exception {
    put(A, B);
    BooleanValue off = new BooleanValue("container_use_nfs", false);
    semanage.change(new StoreChange(List.of(), List.of(), List.of(off), List.of()));
    long commits = store.commits();
    put(B, A);
    semanage.change(StoreChange.ofRules(List.of(C, B), List.of(B))); // B is last already
    semanage.change(new StoreChange(List.of(), List.of(A), List.of(off), List.of()));
    semanage.change(
        new StoreChange(
            List.of(), List.of(), List.of(), List.of(new BooleanValue("no_such", true))));
    assertEquals(commits, store.commits());
    put(C);
    assertEquals(commits + 1, store.commits());
  }

  @Test
  void booleansAndRulesChangeInOneCommit() throws Exception {
    assertEquals(Map.of(), semanage.booleans());
    long commits = store.commits();
    BooleanValue off = new BooleanValue("container_use_nfs", false);
    semanage.change(new StoreChange(List.of(), List.of(A), List.of(off), List.of()));
    assertEquals(Map.of("container_use_nfs", false), semanage.booleans());
    assertEquals(List.of(A), semanage.rules());
    assertEquals(commits + 1, store.commits());
    assertEquals(Map.of("container_use_nfs", false), bootPolicy());
    BooleanValue on = new BooleanValue("container_use_nfs", true);
    semanage.change(new StoreChange(List.of(A), List.of(), List.of(), List.of(on)));
    assertEquals(Map.of(), semanage.booleans());
    assertEquals(List.of(), semanage.rules());
    assertEquals(Map.of("container_use_nfs", true), bootPolicy());
  }

  private Map<String, Boolean> bootPolicy() throws Exception {
    try (PolicyFile policy = PolicyFile.open(store.policy())) {
      return policy.booleans();
    }
  }

  @Test
  void commitThatFailsChangesNothing() throws Exception {
    put(A);
    long commits = store.commits();
    LocalRule unknown = rule("/srv/x", FileType.ANY, "system_u:object_r:no_such_t:s0");
    RemedyException context = assertThrows(RemedyException.class, () -> put(B, unknown));
    assertTrue(context.getMessage().contains("no_such_t"), context.getMessage());
    BooleanValue none = new BooleanValue("no_such", true);
    RemedyException bool =
        assertThrows(
            RemedyException.class,
            () ->
                semanage.change(new StoreChange(List.of(A), List.of(B), List.of(none), List.of())));
    assertTrue(bool.getMessage().contains("no_such"), bool.getMessage());
    assertEquals(List.of(A), semanage.rules());
    assertEquals(commits, store.commits());
  }

  @Test
  void textThatDoesNotFitTheFileIsRefused() {
    for (String spec : new String[] {"", "/srv/a b", "/srv/\n/etc", "/srv/é", "/srv/\0"}) {
      LocalRule rule = rule(spec, FileType.ANY, DATA);
      assertThrows(RemedyException.class, () -> put(rule), spec);
      assertThrows(
          RemedyException.class,
          () -> semanage.change(StoreChange.ofRules(List.of(rule), List.of())));
    }
    assertThrows(
        RemedyException.class, () -> put(rule("/srv", FileType.ANY, "a:b:c:s0\n/etc a:b:c:s0")));
    BooleanValue lines = new BooleanValue("a\nb", true);
    assertThrows(
        RemedyException.class,
        () -> semanage.change(new StoreChange(List.of(), List.of(), List.of(lines), List.of())));
  }

  @Test
  void whatIsInTheStoreAloneIsInstalled() throws Exception {
    put(C, A, B);
    List<String> installed = store.installed();
    for (LocalRule rule : List.of(A, D)) { // one that is in the store, one that is not
      Files.writeString(store.localRules(), "");
      semanage.install(rule);
      assertEquals(installed, store.installed());
      assertEquals(List.of(C, A, B), semanage.rules());
    }
  }

  @Test
  void aCommitThatWasCutOffBetweenItsTwoRenamesLeavesTheStoreOfBefore() throws Exception {
    put(C, A);
    Files.move(store.active(), store.active().resolveSibling("previous"));
    Files.createDirectory(store.active().resolveSibling("tmp")); // the new one
    assertEquals(List.of(C, A), semanage.rules());
    put(D);
    assertEquals(List.of(C, A, D), semanage.rules());
  }
}
