package sevol.report.export;

import java.util.List;
import java.util.Optional;
import sevol.remedy.LocalRule;
import sevol.remedy.RemedyException;
import sevol.remedy.StoreChange;

/** The lines for {@code semanage import} that make a change of local rules. */
public final class SemanageChange {
  private SemanageChange() {}

  /**
   * The lines, deletions first: so semanage takes them, in a transaction of their own.
   *
   * @param stored the local rules now; semanage refuses to delete what is not there, and some
   *     versions to add what is
   * @return empty if there is nothing to do
   * @throws RemedyException if a rule cannot be written so, or booleans are to be changed, of which
   *     semanage can forget none but all
   */
  public static String text(StoreChange change, List<LocalRule> stored) throws RemedyException {
    if (!change.set().isEmpty() || !change.forget().isEmpty()) {
      throw new RemedyException("booleans are not changed by semanage import");
    }
    StringBuilder text = new StringBuilder();
    for (LocalRule rule : change.remove()) {
      if (stored.stream().anyMatch(rule::sameKey)) {
        requireWritable(rule);
        text.append(SemanageImport.deletion(rule));
      }
    }
    for (LocalRule rule : change.put()) {
      requireWritable(rule);
      boolean stands =
          stored.stream().anyMatch(rule::sameKey)
              && change.remove().stream().noneMatch(rule::sameKey);
      text.append(SemanageImport.line(stands ? "-m" : "-a", rule));
    }
    return text.toString();
  }

  private static void requireWritable(LocalRule rule) throws RemedyException {
    Optional<String> why = ExportFormat.SEMANAGE.refusal(rule);
    if (why.isPresent()) {
      throw new RemedyException(rule.spec() + ": " + why.get());
    }
  }
}
