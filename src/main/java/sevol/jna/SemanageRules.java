package sevol.jna;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sevol.remedy.FileType;
import sevol.remedy.LocalRule;
import sevol.remedy.LocalRules;
import sevol.remedy.RemedyException;

/**
 * Local file-context rules by libsemanage. A commit runs {@code setfiles} and {@code
 * sefcontext_compile}, sets the umask of the whole process to 077 while it lasts, and takes the
 * store's lock: use it from one thread of a process that lives for that. What setfiles has to say
 * goes to stderr. The audit record that semanage(8) writes of a change is not written.
 */
final class SemanageRules implements LocalRules {
  private SemanageRules() {}

  static SemanageRules open() throws RemedyException {
    try {
      Class.forName(LibSemanage.class.getName());
      return new SemanageRules();
    } catch (ClassNotFoundException | LinkageError e) {
      throw new RemedyException(
          "libsemanage.so.2 is not installed (Debian: libsemanage2, Fedora: libsemanage); without"
              + " it no rule can be set",
          e);
    }
  }

  @Override
  public synchronized Optional<LocalRule> find(String spec) throws RemedyException {
    requireUsable(spec);
    try (SemanageHandle store = SemanageHandle.connect(false)) {
      return find(store, spec);
    }
  }

  private static Optional<LocalRule> find(SemanageHandle store, String spec)
      throws RemedyException {
    LocalRule asked = new LocalRule(spec, FileType.ANY, LocalRule.NONE);
    return new StoredRules(store).list().stream().filter(asked::sameKey).findFirst();
  }

  @Override
  public synchronized void change(List<LocalRule> put, List<String> remove) throws RemedyException {
    if (put.isEmpty() && remove.isEmpty()) {
      throw new IllegalArgumentException("no rule to change");
    }
    for (LocalRule rule : put) {
      requireUsable(rule.spec());
      requireUsable(rule.context());
    }
    for (String spec : remove) {
      requireUsable(spec);
    }
    try (SemanageHandle store = SemanageHandle.connect(true)) {
      // A commit takes seconds and a number even where nothing differs.
      List<LocalRule> changed = new ArrayList<>();
      for (LocalRule rule : put) {
        if (!find(store, rule.spec()).equals(Optional.of(rule))) {
          changed.add(rule);
        }
      }
      List<String> present = new ArrayList<>();
      for (String spec : remove) {
        if (find(store, spec).isPresent()) {
          present.add(spec);
        }
      }
      if (!changed.isEmpty() || !present.isEmpty()) {
        commit(store, changed, present);
      }
    }
  }

  private static void commit(SemanageHandle store, List<LocalRule> put, List<String> remove)
      throws RemedyException {
    store.begin();
    StoredRules rules = new StoredRules(store);
    for (String spec : remove) {
      rules.remove(new LocalRule(spec, FileType.ANY, LocalRule.NONE));
    }
    for (LocalRule rule : put) {
      rules.put(rule);
    }
    store.commit(false);
  }

  /**
   * libsemanage writes the strings into a file of columns and lines and looks only when it commits.
   */
  static void requireUsable(String text) throws RemedyException {
    if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new RemedyException(
          "a rule cannot hold white space, control characters or other than ASCII: " + text);
    }
  }
}
