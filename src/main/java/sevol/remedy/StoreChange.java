package sevol.remedy;

import java.util.ArrayList;
import java.util.List;
import sevol.selinux.BooleanValue;

/**
 * One change of the policy store.
 *
 * @param remove rules to take away, by their key; done first
 * @param put rules to put in this order behind all that are there; one with the same key is
 *     replaced where it stands, unless it is also removed
 * @param set booleans to set, for now and for good
 * @param forget booleans whose own value in the store is taken away, and the value that is theirs
 *     from now on
 */
public record StoreChange(
    List<LocalRule> remove,
    List<LocalRule> put,
    List<BooleanValue> set,
    List<BooleanValue> forget) {
  public StoreChange {
    remove = List.copyOf(remove);
    put = List.copyOf(put);
    set = List.copyOf(set);
    forget = List.copyOf(forget);
  }

  /** A change of rules alone. */
  public static StoreChange ofRules(List<LocalRule> remove, List<LocalRule> put) {
    return new StoreChange(remove, put, List.of(), List.of());
  }

  /** True if there is nothing to do. */
  public boolean isEmpty() {
    return remove.isEmpty() && put.isEmpty() && set.isEmpty() && forget.isEmpty();
  }

  /** The rules as the change leaves them, in the order of the store. */
  public List<LocalRule> after(List<LocalRule> before) {
    List<LocalRule> after = new ArrayList<>(before);
    after.removeIf(rule -> remove.stream().anyMatch(rule::sameKey));
    for (LocalRule rule : put) {
      int at = 0;
      while (at < after.size() && !after.get(at).sameKey(rule)) {
        at++;
      }
      if (at < after.size()) {
        after.set(at, rule);
      } else {
        after.add(rule);
      }
    }
    return after;
  }
}
