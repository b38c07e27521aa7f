package sevol.remedy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;

/**
 * The relabel of one plan, in two walks: the first notes every label that will change, the second
 * changes just those that were noted and are still as noted. What already has the label is not
 * touched, so that no ctime moves.
 */
final class Relabel {
  private final FileTree tree;
  private final RemedyPlan plan;
  private final Progress progress;
  private final List<InodeLabels> noted = new ArrayList<>();
  private Survey survey;
  private long changed;

  Relabel(FileTree tree, RemedyPlan plan, Progress progress) throws IOException {
    this.tree = tree;
    this.plan = plan;
    this.progress = progress;
    this.survey = Survey.of(tree, plan.path(), plan.label());
  }

  /** Notes the label of everything that differs and is not yet noted, and waits for the disk. */
  void journal(UndoJournal journal) throws IOException {
    if (!noted.isEmpty()) {
      survey = Survey.of(tree, plan.path(), plan.label());
    }
    String suspect = survey.suspect();
    if (suspect != null) {
      throw new IOException(suspect + " was linked in from outside the tree");
    }
    InodeLabels fresh = new InodeLabels();
    walk(
        (status, object) -> {
          if (was(status).isEmpty()) {
            journal.label(status);
            fresh.put(status.ino(), String.valueOf(status.label()));
            progress.at("noting labels", fresh.size());
          }
        });
    fresh.freeze();
    noted.add(fresh);
    journal.step(UndoJournal.Step.JOURNALED);
  }

  /**
   * Sets the label of all that was noted.
   *
   * @return how many objects differ and were not noted: made or relabelled by others since
   */
  long run() throws IOException {
    long[] missed = new long[1];
    walk(
        (status, object) -> {
          if (was(status).equals(Optional.of(String.valueOf(status.label())))) {
            object.set(plan.label());
            progress.at("relabelling", ++changed);
          } else {
            missed[0]++;
          }
        });
    return missed[0];
  }

  /** Objects whose label was set. */
  long changed() {
    return changed;
  }

  private Optional<String> was(FileStatus status) {
    return noted.stream().flatMap(labels -> labels.get(status.ino()).stream()).findFirst();
  }

  /** What to do with an object that does not have the planned label. */
  private interface Differing {
    void visit(FileStatus status, FileTree.Handle object) throws IOException;
  }

  private void walk(Differing differing) throws IOException {
    tree.walk(
        plan.path(),
        new Visiting(
            plan.root(),
            (status, object) -> {
              if (!plan.label().equals(status.label()) && survey.mayRelabel(status)) {
                differing.visit(status, object);
              }
            }));
  }
}
