package sevol.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.remedy.UndoJournal.Step;

class AppliedFixesTest {
  private static final String RW = "system_u:object_r:container_file_t:s0";
  private static final String RO = "system_u:object_r:container_ro_file_t:s0";

  @TempDir private Path state;
  private int ids;

  private static PlacedRule tree(String path, String context) {
    return new PlacedRule(new LocalRule(FcontextSpec.tree(path), FileType.ANY, context), path);
  }

  private void journal(PlacedRule placed, Step... steps) throws IOException, RemedyException {
    String id = String.format("20261122-141025-%04x", ids++);
    FixHeader header =
        new FixHeader(
            id,
            placed.path(),
            new FixHeader.Root("boot", 1, 2, 3),
            false,
            null,
            RW,
            new RuleChange(placed.rule(), List.of(), List.of(placed.rule())),
            List.of());
    try (UndoJournal journal = UndoJournal.create(new JournalStore(state).file(id), header)) {
      for (Step step : steps) {
        journal.step(step);
      }
    }
  }

  private List<PlacedRule> rules(PlacedRule... stored) throws IOException, RemedyException {
    return AppliedFixes.of(state, List.of(stored).stream().map(PlacedRule::rule).toList()).rules();
  }

  @Test
  void lastFixOfARuleCountsAndOnlyWhatIsInTheStore() throws Exception {
    PlacedRule before = tree("/srv/a", RO);
    PlacedRule after = tree("/srv/a", RW);
    PlacedRule undone = tree("/srv/b", RW);
    PlacedRule begun = tree("/srv/c", RW);
    assertEquals(List.of(), AppliedFixes.of(state, null).rules());
    journal(begun, Step.JOURNALED);
    journal(before, Step.JOURNALED, Step.RULE, Step.DONE);
    journal(after, Step.JOURNALED, Step.RULE);
    journal(undone, Step.JOURNALED, Step.RULE, Step.DONE, Step.UNDONE);
    assertEquals(List.of(after, begun), rules(begun, after, undone));
    assertEquals(List.of(before), rules(before));
    assertEquals(List.of(after), AppliedFixes.of(state, null).rules());
  }

  @Test
  void ruleBehindOneOfATreeAroundItIsExportedAndOneBeforeItIsNot() throws Exception {
    PlacedRule outer = tree("/srv/a", RW);
    PlacedRule inner = tree("/srv/a/b", RO);
    PlacedRule same = tree("/srv/a/c", RW);
    PlacedRule beside = tree("/srv/ab", RO);
    for (PlacedRule placed : List.of(inner, same, beside, outer)) {
      journal(placed, Step.JOURNALED, Step.RULE, Step.DONE);
    }
    assertEquals(List.of(outer, inner, same, beside), rules(outer, inner, same, beside));
    assertEquals(List.of(outer, same, beside), rules(inner, same, beside, outer));
  }
}
