package sevol.remedy;

import java.util.Comparator;
import java.util.List;
import sevol.selinux.BooleanValue;

/**
 * What configuration management is to own on a fleet.
 *
 * @param rules sorted by expression, so that a tree comes before the trees in it: where both match,
 *     the rule that is added last holds
 * @param booleans sorted by name
 */
public record ExportContent(List<PlacedRule> rules, List<BooleanValue> booleans) {
  private static final Comparator<PlacedRule> ORDER =
      Comparator.comparing((PlacedRule placed) -> placed.rule().spec())
          .thenComparing(placed -> placed.rule().fileType())
          .thenComparing(PlacedRule::path);

  public ExportContent {
    rules = rules.stream().distinct().sorted(ORDER).toList();
    booleans =
        booleans.stream().distinct().sorted(Comparator.comparing(BooleanValue::name)).toList();
  }

  /** True if there is nothing to export. */
  public boolean isEmpty() {
    return rules.isEmpty() && booleans.isEmpty();
  }

  /** The trees to relabel, sorted. */
  public List<String> paths() {
    return rules.stream().map(PlacedRule::path).distinct().sorted().toList();
  }
}
