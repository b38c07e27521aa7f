package sevol.remedy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import sevol.remedy.UndoJournal.Content;
import sevol.remedy.UndoJournal.Step;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;

/**
 * Gives back every effective label, the rules and the booleans of one fix, only where the object is
 * still the one that was changed: the same inode, born at the same time, with the label that the
 * fix set. A label that was missing comes back as an explicit unlabeled_t, since the kernel lets
 * nobody remove the xattr.
 */
public final class Undo {
  static final SecurityContext UNLABELED = SecurityContext.of("system_u:object_r:unlabeled_t:s0");

  private final RemedyHost host;
  private final JournalStore store;
  private final String boot;
  private final String id;
  private final Progress progress;
  private final AtomicLong restored = new AtomicLong();
  private final AtomicLong met = new AtomicLong();
  private final AtomicLong changedSince = new AtomicLong();
  private final AtomicLong newer = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private String failure = "";

  /**
   * What an undo came to.
   *
   * @param id the fix
   * @param path its tree
   * @param restored objects whose label was given back
   * @param notes what could not be given back, and why
   * @param complete false if a label could not be set; undo it again once the reason is gone
   * @param alreadyUndone it had been undone before; nothing was changed now
   */
  public record Undone(
      String id,
      Path path,
      long restored,
      List<String> notes,
      boolean complete,
      boolean alreadyUndone) {
    public Undone {
      notes = List.copyOf(notes);
    }
  }

  Undo(RemedyHost host, JournalStore store, String boot, String id, Progress progress) {
    this.host = host;
    this.store = store;
    this.boot = boot;
    this.id = id;
    this.progress = progress;
  }

  /**
   * Undoes. A label that cannot be set stops nothing else: the rule is taken back all the same, and
   * the fix stays one that can be undone.
   *
   * @throws RemedyException if there is no such fix, a newer one of the same tree stands, or the
   *     tree is not there
   */
  Undone run() throws IOException, RemedyException {
    Content journal = store.read(id);
    FixHeader header = journal.header();
    Path path = Path.of(header.path());
    if (journal.last().equals(Optional.of(Step.UNDONE))) {
      return new Undone(id, path, 0, List.of(), true, true);
    }
    requireNewest(header);
    List<String> notes = new ArrayList<>();
    try (UndoJournal end = UndoJournal.append(store.file(id))) {
      if (journal.last().isPresent()) { // before the first step nothing is changed
        undo(header, journal, end, notes);
      }
      if (failed.get() == 0) {
        end.step(Step.UNDONE);
      }
    }
    notes(header, journal.noted().size() - met.get(), notes);
    return new Undone(id, path, restored.get(), notes, failed.get() == 0, false);
  }

  private void undo(FixHeader header, Content journal, UndoJournal end, List<String> notes)
      throws IOException, RemedyException {
    if (header.byBooleans()) {
      end.step(Step.UNDOING);
      BooleanFix.undo(host, header, notes);
      return;
    }
    Tree tree = tree(header);
    end.step(Step.UNDOING);
    try {
      tree.walk(
          host.tree(),
          progress,
          new Unreadable(),
          (status, object) -> restore(header, journal.noted(), status, object));
    } catch (StoppedException e) {
      throw new RemedyException(
          header.path() + ": stopped half-way; to go on: sevol fix --undo " + id, e);
    }
    rules(header, tree, notes);
    host.tree().sync(tree.path());
    if (header.rules() != null) {
      host.store().sync();
    }
  }

  private Tree tree(FixHeader header) throws IOException, RemedyException {
    Path path = Path.of(header.path());
    FileStatus root;
    try {
      root = host.tree().look(path);
    } catch (NoSuchFileException e) {
      RuleChange rules = header.rules();
      throw new RemedyException(
          path
              + ": not there, nothing was undone; mount its file system and try again"
              + (rules == null
                  ? ""
                  : ". If it is gone for good, its rule is " + rules.rule().spec()),
          e);
    }
    if (!header.root().is(root, boot)) {
      throw new RemedyException(
          path + ": no longer the object that was fixed (another inode or device); nothing undone");
    }
    return new Tree(path, root);
  }

  /** Fixes of one tree are undone newest first, else the older one's labels could not come back. */
  private void requireNewest(FixHeader header) throws IOException, RemedyException {
    for (Fixer.Past past : store.history()) {
      if (past.id().compareTo(id) > 0 && past.path().equals(header.path()) && !past.undone()) {
        throw new RemedyException(
            header.path() + ": a newer fix stands, undo it first: sevol fix --undo " + past.id());
      }
    }
  }

  /** A label that the policy does not know is what the kernel takes it for: unlabeled. */
  private void restore(
      FixHeader header, NotedLabels noted, FileStatus status, FileTree.Handle object) {
    Relabelled note = noted.get(status);
    if (note == null) {
      if (status.label() != null && status.label().toString().equals(header.label())) {
        newer.incrementAndGet();
      }
      return;
    }
    met.incrementAndGet();
    SecurityContext was = note.was();
    if (!note.to().equals(status.label())) {
      if (!was.equals(status.label())) {
        changedSince.incrementAndGet();
      }
      return;
    }
    try {
      object.set(host.decisions().canonical(was).isPresent() ? was : UNLABELED);
      progress.at("restoring labels", restored.incrementAndGet(), noted.size());
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  private synchronized void fail(String why) {
    failure = failed.getAndIncrement() == 0 ? why : failure;
  }

  /** Goes on where something cannot be looked at. */
  private final class Unreadable implements Tree.Outside {
    @Override
    public void unreadable(String path, String why) {
      fail(path + ": " + why);
    }

    @Override
    public void mount(String path) {
      // a mount below is a tree of its own
    }
  }

  private void rules(FixHeader header, Tree tree, List<String> notes)
      throws IOException, RemedyException {
    RuleChange change = header.rules();
    if (change == null) {
      return;
    }
    List<LocalRule> now = host.store().rules();
    List<LocalRule> wanted = change.undone(now);
    if (wanted != null) {
      host.store().change(RuleChange.between(now, wanted));
    } else if (!change.isUndone(now)) {
      notes.add(
          "The local rule " + change.rule().spec() + " was changed since and was left as it is.");
    } else if (TreeFix.isInstalled(host, tree, header)) {
      host.store().install(change.rule()); // an undo was cut off between the store and the host
    }
  }

  private void notes(FixHeader header, long gone, List<String> notes) {
    if (failed.get() > 0) {
      notes.add(
          failed + " labels could not be given back, the first: " + failure + "; then undo again.");
    }
    if (changedSince.get() > 0) {
      notes.add(changedSince + " objects have another label by now and were left as they are.");
    }
    if (gone > 0 && !header.byBooleans()) {
      notes.add(
          gone + " objects are no longer in the tree; what was moved out of it keeps the label.");
    }
    if (newer.get() > 0) {
      notes.add(newer + " objects came after the fix; they keep the label " + header.label() + ".");
    }
  }
}
