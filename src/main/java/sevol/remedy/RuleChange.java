package sevol.remedy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A change of the list of local rules. Of two that match a path the later one holds, so their order
 * is part of what is changed, and of what is given back.
 *
 * @param rule the rule that is put
 * @param before all local rules before
 * @param after all local rules after
 */
public record RuleChange(LocalRule rule, List<LocalRule> before, List<LocalRule> after) {
  public RuleChange {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /**
   * Puts a rule behind all others, but before those that an administrator made for parts of the
   * tree.
   *
   * @param parts whether a rule is for a part of what the new one is for
   */
  static RuleChange of(List<LocalRule> before, LocalRule rule, Predicate<LocalRule> parts) {
    List<LocalRule> after = new ArrayList<>();
    List<LocalRule> behind = new ArrayList<>();
    for (LocalRule other : before) {
      if (!other.sameKey(rule)) {
        (parts.test(other) ? behind : after).add(other);
      }
    }
    after.add(rule);
    after.addAll(behind);
    return new RuleChange(rule, before, after);
  }

  /** The rule with the same key that is replaced, null if there is none. */
  public @Nullable LocalRule replaced() {
    return before.stream().filter(rule::sameKey).findFirst().orElse(null);
  }

  /** What makes one list of rules out of another: all behind their common beginning is put anew. */
  static StoreChange between(List<LocalRule> now, List<LocalRule> wanted) {
    int common = 0;
    while (common < Math.min(now.size(), wanted.size())
        && now.get(common).equals(wanted.get(common))) {
      common++;
    }
    return StoreChange.ofRules(
        now.subList(common, now.size()), wanted.subList(common, wanted.size()));
  }

  /**
   * The list to go back to.
   *
   * @return null if the rule is not there any more as it was put
   */
  @Nullable List<LocalRule> undone(List<LocalRule> now) {
    if (now.equals(after)) {
      return before;
    }
    if (!now.contains(rule)) {
      return null;
    }
    List<LocalRule> wanted = new ArrayList<>(now);
    int at = wanted.indexOf(rule);
    wanted.remove(at);
    LocalRule old = replaced();
    if (old != null) {
      wanted.add(at, old);
    }
    return wanted;
  }

  /** True if the rules are as if this had never been. */
  boolean isUndone(List<LocalRule> now) {
    LocalRule old = replaced();
    return old == null ? now.stream().noneMatch(rule::sameKey) : now.contains(old);
  }
}
