package sevol.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.remedy.UndoJournal.Step;
import sevol.selinux.BooleanValue;

class AppliedFixesTest {
  private static final String RW = "system_u:object_r:container_file_t:s0";
  private static final String RO = "system_u:object_r:container_ro_file_t:s0";

  @TempDir private Path state;
  private int ids;

  private static PlacedRule tree(String path, String context) {
    return new PlacedRule(new LocalRule(FcontextSpec.tree(path), FileType.ANY, context), path);
  }

  private void journal(PlacedRule placed, Step... steps) throws IOException, RemedyException {
    LocalRule rule = placed.rule();
    RuleChange change = RuleChange.of(List.of(), rule, other -> false);
    journal(placed.path(), change, List.of(), steps);
  }

  private void journal(
      String path, @Nullable RuleChange rules, List<BooleanValue> booleans, Step... steps)
      throws IOException, RemedyException {
    String id = String.format("20261122-141025-%04x", ids++);
    FixHeader header =
        new FixHeader(
            id,
            path,
            new FixHeader.Root("boot", 1, 2, 3),
            false,
            null,
            rules == null ? null : RW,
            rules,
            booleans.stream()
                .map(b -> new FixHeader.BooleanChange(b.name(), b.value(), !b.value(), null))
                .toList());
    try (UndoJournal journal = UndoJournal.create(new JournalStore(state).file(id), header)) {
      for (Step step : steps) {
        journal.step(step);
      }
    }
  }

  private List<PlacedRule> rules(PlacedRule... stored) throws IOException, RemedyException {
    List<LocalRule> rules = List.of(stored).stream().map(PlacedRule::rule).toList();
    return AppliedFixes.of(state, new StoreContent(rules, new TreeMap<>()), AppliedFixesTest::any)
        .rules();
  }

  @SuppressWarnings("UnusedVariable")
  private static boolean any(Path one) {
    return true;
  }

  @Test
  void lastFixOfARuleCountsAndOnlyWhatIsInTheStore() throws Exception {
    PlacedRule before = tree("/srv/a", RO);
    PlacedRule after = tree("/srv/a", RW);
    PlacedRule undone = tree("/srv/b", RW);
    PlacedRule begun = tree("/srv/c", RW);
    assertEquals(List.of(), AppliedFixes.of(state, null, AppliedFixesTest::any).rules());
    journal(begun, Step.JOURNALED);
    journal(before, Step.JOURNALED, Step.RULE, Step.DONE);
    journal(after, Step.JOURNALED, Step.RULE);
    journal(undone, Step.JOURNALED, Step.RULE, Step.DONE, Step.UNDONE);
    assertEquals(List.of(after, begun), rules(begun, after, undone));
    assertEquals(List.of(before), rules(before));
    assertEquals(List.of(after), AppliedFixes.of(state, null, AppliedFixesTest::any).rules());
  }

  @Test
  void lastValueOfABooleanCounts() throws Exception {
    BooleanValue on = new BooleanValue("a", true);
    BooleanValue off = new BooleanValue("a", false);
    BooleanValue other = new BooleanValue("b", true);
    journal("/srv/n", null, List.of(on, other), Step.JOURNALED, Step.RULE, Step.DONE);
    journal("/srv/o", null, List.of(off), Step.JOURNALED, Step.RULE, Step.DONE);
    assertEquals(
        List.of(off, other), AppliedFixes.of(state, null, AppliedFixesTest::any).booleans());
    assertEquals(List.of(on), booleans(Map.of("a", true, "b", false)));
    assertEquals(List.of(), booleans(Map.of()));
    assertEquals(
        List.of(on, other), AppliedFixes.of(state, null, Path.of("/srv/n")::equals).booleans());
  }

  private List<BooleanValue> booleans(Map<String, Boolean> stored) throws Exception {
    return AppliedFixes.of(
            state, new StoreContent(List.of(), new TreeMap<>(stored)), AppliedFixesTest::any)
        .booleans();
  }
}
