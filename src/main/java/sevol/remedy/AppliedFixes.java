package sevol.remedy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sevol.remedy.UndoJournal.Step;
import sevol.selinux.BooleanValue;

/** What fixes put into the policy store and is still there. */
public final class AppliedFixes {
  private AppliedFixes() {}

  /**
   * Reads the journals; of a rule or boolean set more than once the last fix counts.
   *
   * @param state directory of the journals, as {@link Fixer} has it
   * @param stored what the store holds: only that is given; null if it is not known: then all that
   *     was put and not undone
   * @param path which fixes, by their path
   * @throws IOException if the journals cannot be read
   */
  public static ExportContent of(Path state, @Nullable StoreContent stored, Predicate<Path> path)
      throws IOException, RemedyException {
    List<PlacedRule> rules = new ArrayList<>();
    List<BooleanValue> booleans = new ArrayList<>();
    if (Files.notExists(state.resolve("fixes"))) {
      return new ExportContent(rules, booleans);
    }
    for (Fixer.Past past : new JournalStore(state).history()) {
      boolean counts = stored == null ? applied(past) : !past.undone();
      if (counts && path.test(Path.of(past.path()))) {
        LocalRule rule = past.rule();
        if (rule != null && (stored == null || stored.rules().contains(rule))) {
          rules.removeIf(earlier -> earlier.rule().sameKey(rule));
          rules.add(new PlacedRule(rule, past.path()));
        }
        for (BooleanValue value : past.booleans()) {
          if (stored == null || stored.holds(value)) {
            booleans.removeIf(earlier -> earlier.name().equals(value.name()));
            booleans.add(value);
          }
        }
      }
    }
    return new ExportContent(rules, booleans);
  }

  private static boolean applied(Fixer.Past past) {
    return past.last() == Step.RULE || past.last() == Step.DONE;
  }
}
