package sevol.jna;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;
import sevol.remedy.LocalRule;
import sevol.remedy.PolicyStore;
import sevol.remedy.RemedyException;
import sevol.remedy.StoreChange;
import sevol.selinux.BooleanValue;
import sevol.selinux.Booleans;

/**
 * The policy store by libsemanage.
 *
 * <p>A commit runs {@code setfiles} and {@code sefcontext_compile}, sets the umask of the whole
 * process to 077 while it lasts, and takes the store's lock: use it from one thread of a process
 * that lives for that. What setfiles has to say goes to stderr.
 *
 * <p>This library is less careful than semanage(8): it takes any type that the policy knows, also
 * one that no file can have, and knows nothing of aliases and equivalences; and it writes no audit
 * record of a change. The caller gives it types that the policy gives to files.
 */
final class SemanageStore implements PolicyStore {
  private final boolean enabled;
  private final Booleans active;

  private SemanageStore(boolean enabled, Booleans active) {
    this.enabled = enabled;
    this.active = active;
  }

  /**
   * The store of the policy in use.
   *
   * @param enabled SELinux is on
   * @param active the booleans' values in the kernel; none where it is off
   */
  static SemanageStore open(boolean enabled, Booleans active) throws RemedyException {
    try {
      Class.forName(LibSemanage.class.getName());
      return new SemanageStore(enabled, active);
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
      return new StoredRules(store).list();
    }
  }

  @Override
  public synchronized SortedMap<String, Boolean> booleans() throws RemedyException {
    try (SemanageHandle store = SemanageHandle.connect(false)) {
      return new StoredBooleans(store, enabled).list();
    }
  }

  @Override
  public synchronized void change(StoreChange change) throws RemedyException {
    requireUsable(change);
    try (SemanageHandle store = SemanageHandle.connect(true)) {
      // A commit takes seconds and a number even where nothing differs.
      if (Steps.of(change, store, this).isEmpty()) {
        return;
      }
      store.begin();
      // Read again: until now nothing kept others from changing it.
      Steps steps = Steps.of(change, store, this);
      if (steps.isEmpty()) {
        return; // the handle's end gives the transaction up
      }
      steps.take(store, enabled);
      store.commit(enabled && steps.ofBooleans());
    }
  }

  /** A commit installs all of the store, if anything is said to differ. */
  @Override
  public synchronized void install(LocalRule rule) throws RemedyException {
    try (SemanageHandle store = SemanageHandle.connect(true)) {
      store.begin();
      StoredRules rules = new StoredRules(store);
      LocalRule there = rules.list().stream().filter(rule::sameKey).findFirst().orElse(null);
      rules.put(there == null ? rule : there);
      if (there == null) {
        rules.remove(rule);
      }
      store.commit(false);
    }
  }

  @Override
  public void sync() throws IOException {
    NativeFileTree tree = new NativeFileTree();
    tree.sync(SemanageHandle.store().toRealPath());
    String installed = CString.at(LibSelinux.selinux_policy_root());
    if (installed != null) {
      tree.sync(Path.of(installed).toRealPath());
    }
  }

  /** What of a change is still to be done. */
  private record Steps(
      List<LocalRule> remove,
      List<LocalRule> put,
      List<BooleanValue> set,
      List<BooleanValue> forget) {

    static Steps of(StoreChange change, SemanageHandle store, SemanageStore host)
        throws RemedyException {
      List<LocalRule> before = new StoredRules(store).list();
      boolean same = change.after(before).equals(before);
      SortedMap<String, Boolean> local = new StoredBooleans(store, host.enabled).list();
      SortedMap<String, Boolean> active = host.active.active();
      Predicate<BooleanValue> elsewhere =
          b -> active.getOrDefault(b.name(), b.value()) != b.value();
      return new Steps(
          same ? List.of() : change.remove(),
          same ? List.of() : change.put(),
          change.set().stream()
              .filter(
                  b -> !Boolean.valueOf(b.value()).equals(local.get(b.name())) || elsewhere.test(b))
              .toList(),
          change.forget().stream()
              .filter(b -> local.containsKey(b.name()) || elsewhere.test(b))
              .toList());
    }

    boolean ofBooleans() {
      return !set.isEmpty() || !forget.isEmpty();
    }

    boolean isEmpty() {
      return remove.isEmpty() && put.isEmpty() && !ofBooleans();
    }

    void take(SemanageHandle store, boolean enabled) throws RemedyException {
      StoredRules rules = new StoredRules(store);
      for (LocalRule rule : remove) {
        rules.remove(rule);
      }
      for (LocalRule rule : put) {
        rules.put(rule);
      }
      StoredBooleans booleans = new StoredBooleans(store, enabled);
      for (BooleanValue value : set) {
        booleans.set(value);
      }
      for (BooleanValue value : forget) {
        booleans.forget(value);
      }
    }
  }

  private static void requireUsable(StoreChange change) throws RemedyException {
    for (LocalRule rule : change.remove()) {
      requireUsable(rule.spec());
    }
    for (LocalRule rule : change.put()) {
      requireUsable(rule.spec());
      requireUsable(rule.context());
    }
    for (BooleanValue value : change.set()) {
      requireUsable(value.name());
    }
    for (BooleanValue value : change.forget()) {
      requireUsable(value.name());
    }
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
