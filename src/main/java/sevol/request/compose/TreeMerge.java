package sevol.request.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sevol.request.InvalidRequestException;

/**
 * Lays one tree over another as {@code compose-spec/compose-go:override/merge.go} does: maps key by
 * key, lists one after the other, scalars replaced; {@code !override} replaces, {@code !reset}
 * removes and stays as a mark, for the files below.
 */
final class TreeMerge {
  /** Keys of a service that may be one text or a list. */
  private static final Set<String> ONE_OR_MORE = Set.of("tmpfs", "depends_on");

  private final Budget budget;

  TreeMerge(Budget budget) {
    this.budget = budget;
  }

  /** The entries of both, those of {@code over} over those of {@code base}. */
  Yaml.Keys over(Yaml.Keys base, Yaml.Keys over) throws InvalidRequestException {
    Map<String, Yaml> merged = new LinkedHashMap<>(base.entries());
    for (Map.Entry<String, Yaml> entry : over.entries().entrySet()) {
      String key = entry.getKey();
      Yaml value = entry.getValue();
      budget.node();
      Yaml before = merged.get(key);
      merged.put(key, before == null ? value : over(key, before, value));
    }
    return new Yaml.Keys(over.place(), base.tag(), merged);
  }

  private Yaml over(String key, Yaml base, Yaml over) throws InvalidRequestException {
    if (over.tag() != Yaml.Tag.NONE || base.tag() == Yaml.Tag.RESET || Yaml.absent(base)) {
      return over;
    }
    if (Yaml.absent(over)) {
      return base;
    }
    if (ONE_OR_MORE.contains(key)) {
      return joined(base, over);
    }
    if (base instanceof Yaml.Keys below && over instanceof Yaml.Keys above) {
      return over(below, above);
    }
    if (base instanceof Yaml.Items && over instanceof Yaml.Items) {
      return joined(base, over);
    }
    if (base instanceof Yaml.Text && over instanceof Yaml.Text) {
      return over;
    }
    throw over.place().invalid(Shown.name(key) + " has another shape here than at " + base.place());
  }

  /** Whether two trees say the same. */
  boolean same(Yaml one, Yaml other) throws InvalidRequestException {
    budget.node();
    if (one instanceof Yaml.Text a && other instanceof Yaml.Text b) {
      return a.value().equals(b.value()) && a.place().base().equals(b.place().base());
    }
    if (one instanceof Yaml.Items a && other instanceof Yaml.Items b) {
      boolean same = a.items().size() == b.items().size();
      for (int i = 0; same && i < a.items().size(); i++) {
        same = same(a.items().get(i), b.items().get(i));
      }
      return same;
    }
    if (one instanceof Yaml.Keys a && other instanceof Yaml.Keys b) {
      boolean same = a.entries().keySet().equals(b.entries().keySet());
      for (Map.Entry<String, Yaml> entry :
          same ? a.entries().entrySet() : Set.<Map.Entry<String, Yaml>>of()) {
        Yaml there = b.entries().get(entry.getKey());
        same = same && there != null && same(entry.getValue(), there);
      }
      return same;
    }
    return false;
  }

  private Yaml joined(Yaml base, Yaml over) throws InvalidRequestException {
    List<Yaml> items = new ArrayList<>(items(base));
    items.addAll(items(over));
    for (int i = 0; i < items.size(); i++) {
      budget.node();
    }
    return new Yaml.Items(over.place(), base.tag(), items);
  }

  private static List<Yaml> items(Yaml node) {
    return node instanceof Yaml.Items items ? items.items() : List.of(node);
  }
}
