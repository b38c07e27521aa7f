package sevol.remedy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sevol.remedy.UndoJournal.Step;
import sevol.selinux.BooleanValue;

/** The rules that fixes put into the policy store and that are still there. */
public final class AppliedFixes {
  private AppliedFixes() {}

  /**
   * Reads the journals; of a rule put more than once the last fix counts.
   *
   * @param state directory of the journals, as {@link Fixer} has it
   * @param stored the local rules in the order of the store: only those are given; null if they are
   *     not known: then all that were not undone
   * @throws IOException if the journals cannot be read
   */
  public static ExportContent of(Path state, @Nullable List<LocalRule> stored)
      throws IOException, RemedyException {
    if (Files.notExists(state.resolve("fixes"))) {
      return ExportContent.ofRules(List.of());
    }
    JournalStore journals = new JournalStore(state);
    List<PlacedRule> rules = new ArrayList<>();
    Map<String, BooleanValue> booleans = new TreeMap<>();
    for (Fixer.Past past : journals.history()) {
      LocalRule rule = past.rule();
      if (past.last() == Step.DONE) {
        past.booleans().forEach(b -> booleans.put(b.name(), b));
      }
      if (rule != null && !past.undone() && present(rule, past, stored)) {
        rules.removeIf(earlier -> earlier.rule().sameKey(rule));
        rules.add(new PlacedRule(rule, past.path()));
      }
    }
    if (stored != null) {
      rules.removeIf(rule -> shadowed(rule, List.copyOf(rules), stored));
    }
    return new ExportContent(rules, List.copyOf(booleans.values()));
  }

  private static boolean present(
      LocalRule rule, Fixer.Past past, @Nullable List<LocalRule> stored) {
    return stored == null
        ? past.last() == Step.RULE || past.last() == Step.DONE
        : stored.contains(rule);
  }

  /**
   * True if a rule has no effect here, since one of a tree around it was put later. Exported in
   * their sorted order both would have one.
   */
  private static boolean shadowed(
      PlacedRule inner, List<PlacedRule> rules, List<LocalRule> stored) {
    return rules.stream()
        .anyMatch(
            outer ->
                inner.path().startsWith(outer.path() + "/")
                    && !outer.rule().context().equals(inner.rule().context())
                    && stored.indexOf(outer.rule()) > stored.indexOf(inner.rule()));
  }
}
