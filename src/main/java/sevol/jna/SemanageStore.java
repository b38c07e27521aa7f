package sevol.jna;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import sevol.remedy.LocalRule;
import sevol.remedy.PolicyStore;
import sevol.remedy.RemedyException;
import sevol.remedy.StoreChange;
import sevol.selinux.BooleanValue;

/**
 * The policy store by libsemanage. A commit runs {@code setfiles} and {@code sefcontext_compile},
 * sets the umask of the whole process to 077 while it lasts, and takes the store's lock: use it
 * from one thread of a process that lives for that. What setfiles has to say goes to stderr. The
 * library does not look whether a type is one for files, and writes no audit record of a change;
 * both are semanage(8)'s.
 */
final class SemanageStore implements PolicyStore {
  private SemanageStore() {}

  static SemanageStore open() throws RemedyException {
    try {
      Class.forName(LibSemanage.class.getName());
      return new SemanageStore();
    } catch (ClassNotFoundException | LinkageError e) {
      throw new RemedyException(
          "libsemanage.so.2 is not installed (Debian: libsemanage2, Fedora: libsemanage); without"
              + " it no rule can be set",
          e);
    }
  }

  @Override
  public synchronized List<LocalRule> rules() throws RemedyException {
    try (SemanageHandle store = SemanageHandle.connect(false)) {
      return store.rules();
    }
  }

  @Override
  public synchronized SortedMap<String, Boolean> booleans() throws RemedyException {
    try (SemanageHandle store = SemanageHandle.connect(false)) {
      return store.booleans();
    }
  }

  @Override
  public synchronized void change(StoreChange change) throws RemedyException {
    for (LocalRule rule : Stream.concat(change.remove().stream(), change.put().stream()).toList()) {
      requireUsable(rule.spec());
      requireUsable(rule.context());
    }
    try (SemanageHandle store = SemanageHandle.connect(true)) {
      StoreChange needed = needed(store, change);
      if (!needed.isEmpty()) {
        commit(store, needed);
      }
    }
  }

  /** A commit takes seconds and a number even where nothing differs. */
  private static StoreChange needed(SemanageHandle store, StoreChange change)
      throws RemedyException {
    List<LocalRule> now = store.rules();
    List<LocalRule> remove = new ArrayList<>();
    List<LocalRule> left = new ArrayList<>();
    for (LocalRule rule : now) {
      (change.remove().stream().anyMatch(rule::sameKey) ? remove : left).add(rule);
    }
    boolean same = Stream.concat(left.stream(), change.put().stream()).toList().equals(now);
    List<LocalRule> put =
        same ? List.of() : change.put().stream().filter(rule -> !left.contains(rule)).toList();
    SortedMap<String, Boolean> stored =
        change.set().isEmpty() && change.forget().isEmpty()
            ? Collections.emptySortedMap()
            : store.booleans();
    SortedMap<String, Boolean> active =
        change.set().isEmpty() ? Collections.emptySortedMap() : new NativeBooleans().active();
    List<BooleanValue> set =
        change.set().stream()
            .filter(
                b ->
                    !Boolean.valueOf(b.value()).equals(stored.get(b.name()))
                        || !Boolean.valueOf(b.value()).equals(active.get(b.name())))
            .toList();
    List<BooleanValue> forget =
        change.forget().stream().filter(b -> stored.containsKey(b.name())).toList();
    return new StoreChange(same ? List.of() : remove, put, set, forget);
  }

  private static void commit(SemanageHandle store, StoreChange change) throws RemedyException {
    store.begin(!change.set().isEmpty() || !change.forget().isEmpty());
    for (LocalRule rule : change.remove()) {
      store.remove(rule);
    }
    for (LocalRule rule : change.put()) {
      store.put(rule);
    }
    for (BooleanValue value : change.set()) {
      store.set(value);
    }
    for (BooleanValue value : change.forget()) {
      store.forget(value);
    }
    store.commit();
  }

  /**
   * libsemanage writes the strings into a file of columns and lines and looks only when it commits.
   */
  private static void requireUsable(String text) throws RemedyException {
    if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new RemedyException(
          "a rule cannot hold white space, control characters or other than ASCII: " + text);
    }
  }
}
