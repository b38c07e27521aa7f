package sevol.remedy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Diagnosis;
import sevol.remedy.Proof.Holds;
import sevol.remedy.UndoJournal.Step;
import sevol.selinux.FileContexts;

/**
 * Plans, applies and undoes. A fix is journal, rule, relabel, verification, in this order and under
 * one lock; each step is on disk before the next begins.
 */
public final class Fixer {
  private static final int PASSES = 3;
  private static final int NAMED = 5;

  private final RemedyHost host;
  private final Path state;

  /**
   * What was done, verified: every label was read again and the policy asked again.
   *
   * @param notes paths below to which the rules give another label, and fixes that did not finish
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
   */
  public Fixer(RemedyHost host, Path state) {
    this.host = host;
    this.state = state;
  }

  /** See {@link Planner#plan}; changes nothing. */
  public PlanResult plan(Path asked, boolean readOnly, @Nullable Diagnosis diagnosis)
      throws IOException, RemedyException {
    return new Planner(host).plan(asked, readOnly, diagnosis);
  }

  /**
   * Applies a plan that has something to do.
   *
   * @throws RemedyException if it could not be carried through; the message says what was done and
   *     how to go on
   */
  @SuppressWarnings("try") // the lock is held, not used
  public Applied apply(RemedyPlan plan, boolean readOnly, Progress progress)
      throws IOException, RemedyException {
    JournalStore store = new JournalStore(state);
    try (FileChannel lock = store.lock()) {
      requireUnchanged(plan);
      List<String> notes = unfinished(store, plan.path());
      String id = store.newId(Instant.now());
      progress.begins(id);
      UndoJournal.Header header =
          new UndoJournal.Header(
              id,
              plan.path().toString(),
              plan.root().dev(),
              plan.root().ino(),
              plan.label().toString(),
              plan.rule(),
              plan.replaced());
      try (UndoJournal journal = UndoJournal.create(store.file(id), header)) {
        Relabel relabel = new Relabel(host.tree(), plan, progress);
        relabel.journal(journal);
        putRule(plan, journal);
        for (int pass = 1; relabel.run() > 0 && pass < PASSES; pass++) {
          relabel.journal(journal); // what others made since
        }
        notes.addAll(verify(plan, readOnly, id));
        journal.step(Step.DONE);
        return new Applied(id, relabel.changed(), notes);
      } catch (IOException | RuntimeException e) {
        throw new RemedyException(
            plan.path() + ": stopped half-way: " + e.getMessage() + "; " + wayBack(id), e);
      }
    }
  }

  /** Earlier fixes of the same tree that were cut off: their labels are in their own journals. */
  private static List<String> unfinished(JournalStore store, Path path)
      throws IOException, RemedyException {
    List<String> notes = new ArrayList<>();
    for (Past past : store.history()) {
      if (past.path().equals(path.toString()) && past.last() != Step.DONE && !past.undone()) {
        notes.add(
            "An earlier fix, "
                + past.id()
                + ", did not finish; to go back all the way undo this one and then that one.");
      }
    }
    return notes;
  }

  private static String wayBack(String id) {
    return "run the same command again to finish, or undo with: sevol fix --undo " + id;
  }

  private void requireUnchanged(RemedyPlan plan) throws IOException, RemedyException {
    LocalRule rule = plan.rule();
    boolean sameRule =
        rule == null
            || Objects.equals(host.rules().find(rule.spec()).orElse(null), plan.replaced());
    if (!sameRule || !host.tree().look(plan.path()).sameObject(plan.root())) {
      throw new RemedyException(plan.path() + ": changed since it was planned; try again");
    }
  }

  private void putRule(RemedyPlan plan, UndoJournal journal) throws IOException, RemedyException {
    LocalRule rule = plan.rule();
    if (rule != null) {
      try {
        host.rules().change(List.of(rule), List.of());
      } catch (RemedyException e) {
        journal.step(Step.UNDONE); // the commit failed as a whole: nothing was changed
        throw e;
      }
      boolean effective;
      try (FileContexts rules = host.fileContexts().get()) {
        effective = Planner.assigns(rules, plan.path(), plan.root(), plan.label());
      }
      if (!effective) {
        takeBack(rule, plan.replaced());
        journal.step(Step.UNDONE);
        throw new RemedyException(
            plan.path()
                + ": the rule "
                + rule.spec()
                + " is beaten by another rule of the policy; it was taken back and nothing is"
                + " changed (see matchpathcon "
                + plan.path()
                + ")");
      }
    }
    journal.step(Step.RULE);
  }

  void takeBack(LocalRule rule, @Nullable LocalRule replaced) throws RemedyException {
    if (replaced == null) {
      host.rules().change(List.of(), List.of(rule.spec()));
    } else {
      host.rules().change(List.of(replaced), List.of());
    }
  }

  private List<String> verify(RemedyPlan plan, boolean readOnly, String id)
      throws IOException, RemedyException {
    Survey after = Survey.of(host.tree(), plan.path(), plan.label());
    if (after.changes() > 0 || after.unreadableCount() > 0 || after.tooManyLinks()) {
      throw new RemedyException(
          plan.path()
              + ": not fixed: "
              + after.changes()
              + " objects still carry another label, something keeps making them, and "
              + after.unreadableCount()
              + " could not be looked at; "
              + wayBack(id));
    }
    if (new Proof(host.decisions(), host.labels().process()).of(plan.label(), readOnly)
        == Holds.NOT) {
      throw new RemedyException(
          plan.path() + ": not fixed: the policy changed and still denies; " + wayBack(id));
    }
    return ownRules(plan, after);
  }

  /**
   * Objects that the rules, asked for each path, give another label: a relabel will change them.
   */
  private List<String> ownRules(RemedyPlan plan, Survey after) throws IOException {
    List<String> notes = new ArrayList<>();
    try (FileContexts rules = host.fileContexts().get()) {
      host.tree()
          .walk(
              plan.path(),
              new Visiting(
                  plan.root(),
                  (status, object) -> {
                    if (notes.size() < NAMED
                        && after.mayRelabel(status)
                        && rules
                            .lookup(Path.of(status.path()), status.tclass())
                            .filter(l -> !l.equals(plan.label()))
                            .isPresent()) {
                      notes.add(
                          "A rule of its own gives "
                              + status.path()
                              + " another label: the next relabel of the host will change it.");
                    }
                  }));
    }
    return notes;
  }

  /** See {@link Undo#run}. */
  @SuppressWarnings("try") // the lock is held, not used
  public Undo.Undone undo(String id, Progress progress) throws IOException, RemedyException {
    JournalStore store = new JournalStore(state);
    try (FileChannel lock = store.lock()) {
      return new Undo(host, this, store, id, progress).run();
    }
  }

  /** Every fix that has a journal, oldest first. */
  public List<Past> history() throws IOException, RemedyException {
    return new JournalStore(state).history();
  }

  /**
   * A fix of earlier.
   *
   * @param last the last step that is on disk, null if not even the old labels are
   */
  public record Past(String id, String path, UndoJournal.@Nullable Step last) {
    /** True if it was undone. */
    public boolean undone() {
      return last == Step.UNDONE;
    }

    /** In a word: applied, undone, or unfinished. */
    public String state() {
      return undone() ? "undone" : last == Step.DONE ? "applied" : "unfinished";
    }
  }
}
