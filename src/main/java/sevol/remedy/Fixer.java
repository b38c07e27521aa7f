package sevol.remedy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevol.remedy.FixHeader.BooleanChange;
import sevol.remedy.UndoJournal.Content;
import sevol.remedy.UndoJournal.Step;
import sevol.selinux.BooleanValue;
import sevol.selinux.FileStatus;

/**
 * Plans, applies, finishes and undoes. A fix is journal, rule, relabel, verification, in this order
 * and under one lock; each step is on disk before the next begins. What was cut off, wherever, can
 * be finished or undone.
 */
public final class Fixer {
  private final RemedyHost host;
  private final Path state;
  private final String boot;

  /**
   * What was done, verified: every label was read again and the policy asked again.
   *
   * @param relabelled objects whose label was set by this run
   */
  public record Applied(String id, long relabelled, List<String> notes) {
    public Applied {
      notes = List.copyOf(notes);
    }
  }

  /**
   * A fixer.
   *
   * @param state directory of journals and lock, for example {@code /var/lib/sevol}
   * @param boot boot_id of the running kernel (random(4))
   */
  public Fixer(RemedyHost host, Path state, String boot) {
    this.host = host;
    this.state = state;
    this.boot = boot;
  }

  /** See {@link Planner#plan}; changes nothing. */
  public PlanResult plan(FixRequest request, Progress progress)
      throws IOException, RemedyException {
    return new Planner(host, progress).plan(request);
  }

  /**
   * Applies a plan that has something to do.
   *
   * @throws RemedyException if it could not be carried through; the message says what was done and
   *     how to go on
   */
  @SuppressWarnings("try") // the lock is held, not used
  public Applied apply(RemedyPlan plan, Progress progress) throws IOException, RemedyException {
    JournalStore store = new JournalStore(state);
    try (FileChannel lock = store.lock()) {
      for (Past past : store.history()) {
        if (past.unfinished() && past.path().equals(plan.path().toString())) {
          throw new RemedyException(
              plan.path()
                  + ": an earlier fix did not finish; finish it: sevol fix --resume "
                  + past.id()
                  + ", or undo it: sevol fix --undo "
                  + past.id());
        }
      }
      String id = store.newId(Instant.now());
      FixHeader header = header(id, plan);
      try (UndoJournal journal = UndoJournal.create(store.file(id), header)) {
        progress.begins(id);
        return run(header, journal, null, progress);
      }
    }
  }

  private FixHeader header(String id, RemedyPlan plan) throws IOException, RemedyException {
    String path = plan.path().toString();
    if (plan instanceof BooleanPlan booleans) {
      List<BooleanChange> changes = BooleanFix.changes(host, booleans.set());
      FixHeader.Root none = new FixHeader.Root(boot, 0, 0, 0);
      return new FixHeader(id, path, none, false, null, null, null, changes);
    }
    TreePlan tree = (TreePlan) plan;
    FileStatus root = host.tree().look(plan.path());
    RuleChange rules = tree.rules();
    if (!root.sameObject(tree.root())
        || (rules != null && !host.store().rules().equals(rules.before()))) {
      throw new RemedyException(plan.path() + ": changed since it was planned; try again");
    }
    return new FixHeader(
        id,
        path,
        new FixHeader.Root(boot, root.dev(), root.ino(), root.born()),
        tree.readOnly(),
        tree.level(),
        tree.label().toString(),
        rules,
        List.of());
  }

  private Applied run(
      FixHeader header, UndoJournal journal, @Nullable NotedLabels earlier, Progress progress)
      throws RemedyException {
    boolean resumed = earlier != null;
    TreeFix fix = null;
    try {
      if (header.byBooleans()) {
        return new BooleanFix(host, header, journal).run();
      }
      FileStatus root = host.tree().look(Path.of(header.path()));
      if (!header.root().is(root, boot)) {
        throw new IOException("it is another object than before");
      }
      fix = new TreeFix(host, header, root, journal, earlier, progress);
      return fix.run();
    } catch (IOException | RemedyException | RuntimeException e) {
      boolean begun = fix == null ? header.byBooleans() || resumed : fix.begun();
      throw new RemedyException(
          header.path()
              + ": "
              + (begun ? "stopped half-way: " : "nothing was changed: ")
              + e.getMessage()
              + (begun ? "; " + wayBack(header.id()) : given(journal)),
          e);
    }
  }

  /** Notes that there is nothing to undo; where not even that can be written, none is needed. */
  private static String given(UndoJournal journal) {
    try {
      journal.step(Step.UNDONE);
      return "";
    } catch (IOException e) {
      return " (and that could not be noted: " + e.getMessage() + ")";
    }
  }

  private static String wayBack(String id) {
    return "to finish: sevol fix --resume " + id + "; to go back: sevol fix --undo " + id;
  }

  /**
   * Ends what was cut off at a path: a fix is finished, an undo too.
   *
   * @return what was finished, empty if there was nothing, or it was undone
   */
  public Optional<Applied> recover(Path path, Progress progress)
      throws IOException, RemedyException {
    Optional<Applied> finished = Optional.empty();
    for (Past past : history()) {
      if (past.unfinished() && past.path().equals(path.toString())) {
        finished = finish(past, progress);
      }
    }
    return finished;
  }

  /**
   * Ends one that was cut off: a fix is finished, an undo too.
   *
   * @return empty if it was undone
   */
  public Optional<Applied> finish(Past past, Progress progress)
      throws IOException, RemedyException {
    if (past.last() == null || past.last() == Step.UNDOING) {
      undo(past.id(), progress);
      return Optional.empty();
    }
    return Optional.of(resume(past.id(), progress));
  }

  /**
   * Finishes a fix that was cut off.
   *
   * @throws RemedyException if there is none with this id, or it needs no finishing
   */
  @SuppressWarnings("try") // the lock is held, not used
  public Applied resume(String id, Progress progress) throws IOException, RemedyException {
    JournalStore store = new JournalStore(state);
    try (FileChannel lock = store.lock()) {
      Content content = store.read(id);
      Step last = content.last().orElse(null);
      if (last == Step.DONE || last == Step.UNDONE || last == Step.UNDOING) {
        throw new RemedyException(
            id
                + ": "
                + (last == Step.DONE
                    ? "it did finish"
                    : last == Step.UNDONE
                        ? "it was undone"
                        : "its undo did not finish: sevol fix --undo " + id));
      }
      try (UndoJournal journal = UndoJournal.append(store.file(id))) {
        return run(content.header(), journal, content.noted(), progress);
      }
    }
  }

  /** See {@link Undo#run}. */
  @SuppressWarnings("try") // the lock is held, not used
  public Undo.Undone undo(String id, Progress progress) throws IOException, RemedyException {
    JournalStore store = new JournalStore(state);
    try (FileChannel lock = store.lock()) {
      return new Undo(host, store, boot, id, progress).run();
    }
  }

  /** Every fix that has a journal, oldest first. */
  public List<Past> history() throws IOException, RemedyException {
    return new JournalStore(state).history();
  }

  /**
   * A fix of earlier.
   *
   * @param rule the local rule that it put, null if none
   * @param booleans the booleans that it set
   * @param last the last step that is on disk, null if not even the old labels are
   */
  public record Past(
      String id,
      String path,
      @Nullable LocalRule rule,
      List<BooleanValue> booleans,
      UndoJournal.@Nullable Step last) {
    public Past {
      booleans = List.copyOf(booleans);
    }

    static Past of(String id, Content journal) {
      FixHeader header = journal.header();
      RuleChange rules = header.rules();
      List<BooleanValue> booleans = new ArrayList<>();
      header.booleans().forEach(c -> booleans.add(new BooleanValue(c.name(), c.to())));
      return new Past(
          id,
          header.path(),
          rules == null ? null : rules.rule(),
          booleans,
          journal.last().orElse(null));
    }

    /** True if it was undone. */
    public boolean undone() {
      return last == Step.UNDONE;
    }

    /** True if it was cut off. */
    public boolean unfinished() {
      return last != Step.DONE && last != Step.UNDONE;
    }

    /** In a word: applied, undone, or unfinished. */
    public String state() {
      return undone() ? "undone" : last == Step.DONE ? "applied" : "unfinished";
    }
  }
}
