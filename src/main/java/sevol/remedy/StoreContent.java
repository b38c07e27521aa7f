package sevol.remedy;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import sevol.selinux.BooleanValue;

/**
 * What an administrator changed in the policy store, at one moment.
 *
 * @param rules as {@link PolicyStore#rules}
 * @param booleans as {@link PolicyStore#booleans}
 */
public record StoreContent(List<LocalRule> rules, SortedMap<String, Boolean> booleans) {
  public StoreContent {
    rules = List.copyOf(rules);
    booleans = Collections.unmodifiableSortedMap(new TreeMap<>(booleans));
  }

  /** Reads a store. */
  public static StoreContent of(PolicyStore store) throws RemedyException {
    return new StoreContent(store.rules(), store.booleans());
  }

  /** True if the boolean has this value of its own. */
  boolean holds(BooleanValue value) {
    return Boolean.valueOf(value.value()).equals(booleans.get(value.name()));
  }
}
