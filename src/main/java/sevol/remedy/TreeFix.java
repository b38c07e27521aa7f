package sevol.remedy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import sevol.remedy.Fixer.Applied;
import sevol.remedy.Proof.Holds;
import sevol.remedy.UndoJournal.Step;
import sevol.selinux.FileContexts;
import sevol.selinux.FileStatus;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * The transaction of one tree: note the labels, put the rule, relabel, look again. Every part can
 * be done again, so that what was cut off anywhere is carried through by running it once more.
 */
final class TreeFix {
  private static final int PASSES = 4;

  private final RemedyHost host;
  private final FixHeader header;
  private final SecurityContext label;
  private final Tree tree;
  private final UndoJournal journal;
  private final Progress progress;
  private final Proof proof;
  private final List<NotedLabels> noted = new ArrayList<>();
  private final AtomicLong changed = new AtomicLong();
  private final boolean resumed;
  private boolean begun;

  /**
   * A fix whose journal has its first line.
   *
   * @param earlier what the journal of a fix that was cut off has already, null for a new one
   */
  TreeFix(
      RemedyHost host,
      FixHeader header,
      FileStatus root,
      UndoJournal journal,
      @Nullable NotedLabels earlier,
      Progress progress) {
    this.host = host;
    this.header = header;
    this.label = label(header);
    this.tree = new Tree(Path.of(header.path()), root);
    this.journal = journal;
    this.progress = progress;
    this.proof = new Proof(host.decisions(), host.labels().process(), header.level());
    resumed = earlier != null;
    begun = resumed;
    if (earlier != null) {
      noted.add(earlier);
    }
  }

  /** True if something may have been changed. */
  boolean begun() {
    return begun;
  }

  /**
   * Carries it through.
   *
   * @throws IOException if it stopped half-way
   * @throws RemedyException if the rule could not be put; then nothing is changed
   */
  Applied run() throws IOException, RemedyException {
    List<LocalRule> now = host.store().rules();
    List<LocalRule> wanted = wanted(now);
    if (wanted == null) {
      requireInstalled();
    }
    Survey survey;
    try (FileContexts predicted =
        wanted == null ? host.fileContexts().open() : host.fileContexts().openWith(wanted)) {
      survey = note(predicted);
    }
    journal.step(Step.JOURNALED);
    begun = true;
    if (wanted != null) {
      put(RuleChange.between(now, wanted));
    }
    try (FileContexts contexts = host.fileContexts().open()) {
      if (wanted != null) {
        requireEffective(contexts, now);
      }
      journal.note(Step.RULE);
      for (int pass = 1; survey.changes() > 0; pass++) {
        if (pass == PASSES) {
          throw new IOException(
              survey.changes() + " objects still carry another label; something keeps making them");
        }
        relabel(survey);
        survey = verified(contexts);
        if (survey.changes() > 0) {
          survey = note(contexts); // what others made since
          journal.step(Step.JOURNALED);
        }
      }
    }
    if (proof.of(label, header.readOnly()) == Holds.NOT) {
      throw new IOException("the policy changed and still denies");
    }
    host.tree().sync(tree.path()); // labels and rule are on disk before the journal says so
    if (header.rules() != null) {
      host.store().sync();
    }
    journal.step(Step.DONE);
    return new Applied(header.id(), changed.get(), List.of());
  }

  private void put(StoreChange change) throws IOException, RemedyException {
    try {
      host.store().change(change);
    } catch (RemedyException e) {
      begun = resumed; // it failed as a whole
      throw e;
    }
  }

  /** A commit that was cut off may have put the rule in the store alone. */
  private void requireInstalled() throws IOException, RemedyException {
    RuleChange change = header.rules();
    if (change != null && !isInstalled(host, tree, header)) {
      host.store().install(change.rule());
    }
  }

  /** True if the file_contexts that the host reads give the fix's label to the tree. */
  static boolean isInstalled(RemedyHost host, Tree tree, FixHeader header) throws IOException {
    try (FileContexts contexts = host.fileContexts().open()) {
      return assigns(contexts, tree, label(header));
    }
  }

  private static SecurityContext label(FixHeader header) {
    return SecurityContext.of(String.valueOf(header.label()));
  }

  /** The local rules as they should be, null if they are not to be changed. */
  private @Nullable List<LocalRule> wanted(List<LocalRule> now) {
    RuleChange change = header.rules();
    return change == null || now.contains(change.rule())
        ? null
        : RuleChange.of(now, change.rule(), part -> isPart(change, part)).after();
  }

  /** What was behind the rule when it was planned belongs there. */
  private static boolean isPart(RuleChange change, LocalRule other) {
    List<LocalRule> after = change.after();
    return after.indexOf(other) > after.indexOf(change.rule());
  }

  private void requireEffective(FileContexts contexts, List<LocalRule> before)
      throws IOException, RemedyException {
    if (!assigns(contexts, tree, label)) {
      host.store().change(RuleChange.between(host.store().rules(), before));
      host.store().sync();
      begun = resumed;
      throw new RemedyException(
          tree.path()
              + ": the new rule is beaten by another one of the policy; it was taken back and"
              + " nothing is changed (see matchpathcon "
              + tree.path()
              + ")");
    }
  }

  /** True if file_contexts give the label to the root and to what has no rule of its own below. */
  static boolean assigns(FileContexts contexts, Tree tree, SecurityContext label) {
    Optional<SecurityContext> planned = Optional.of(label);
    String child = tree.path().resolve("any").toString();
    return Tree.assigned(contexts, tree.root()).equals(planned)
        && (!tree.root().tclass().equals(ObjectClass.DIR)
            || (contexts.lookup(child, ObjectClass.FILE).equals(planned)
                && contexts.lookup(child, ObjectClass.DIR).equals(planned)));
  }

  /** Notes everything that differs, in the journal what is not noted there yet. */
  private Survey note(FileContexts contexts) throws IOException {
    NotedLabels fresh = new NotedLabels();
    AtomicLong found = new AtomicLong();
    Survey survey =
        Survey.of(
            host.tree(),
            tree,
            contexts,
            this::usable,
            progress,
            (status, target) -> {
              Relabelled change = noted(status);
              if (change == null) {
                SecurityContext was = status.label() == null ? Undo.UNLABELED : status.label();
                change = new Relabelled(was, target);
                journal.label(status, change);
              } else if (!change.to().equals(target)) {
                throw new IOException(
                    status.path() + ": moved, or the rules changed, since the fix began");
              }
              fresh.put(status.ino(), status.born(), change);
              progress.at("noting labels", found.incrementAndGet(), 0);
            });
    fresh.freeze();
    noted.add(fresh);
    return unhindered(survey);
  }

  /** Looks again, at all of it. */
  private Survey verified(FileContexts contexts) throws IOException {
    return unhindered(
        Survey.byLooking(host.tree(), tree, contexts, this::usable, progress, "verifying"));
  }

  private boolean usable(SecurityContext context) {
    return proof.of(context, header.readOnly()) != Holds.NOT;
  }

  private static Survey unhindered(Survey survey) throws IOException {
    String hindrance = survey.hindrance();
    if (hindrance != null) {
      throw new IOException(hindrance);
    }
    return survey;
  }

  /** Sets what was noted last, and nothing else. */
  private void relabel(Survey survey) throws IOException {
    NotedLabels differing = noted.get(noted.size() - 1);
    tree.walk(
        host.tree(),
        progress,
        Tree.NOTHING_NEW,
        (status, object) -> {
          Relabelled note = survey.mayBeSet(status) ? differing.get(status) : null;
          if (note != null && !note.to().equals(status.label())) {
            object.set(note.to());
            progress.at("relabelling", changed.incrementAndGet(), survey.changes());
          }
        });
  }

  private @Nullable Relabelled noted(FileStatus status) {
    for (NotedLabels labels : noted) {
      Relabelled note = labels.get(status);
      if (note != null) {
        return note;
      }
    }
    return null;
  }
}
