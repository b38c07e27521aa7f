package sevol.remedy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.remedy.Proof.Holds;
import sevol.selinux.FileTree;
import sevol.selinux.SecurityContext;

/** What the reader of a plan should know. */
final class PlanNotes {
  private static final int NAMED = 5;

  /** What an unlabelled or a nobody's directory hands down to what is made in it. */
  private static final List<String> HANDED_DOWN = List.of("unlabeled_t", "default_t");

  private final FileTree files;
  private final Tree tree;
  private final Survey survey;
  private final Holders holders;

  PlanNotes(FileTree files, Tree tree, Survey survey, Holders holders) {
    this.files = files;
    this.tree = tree;
    this.survey = survey;
    this.holders = holders;
  }

  List<String> of(Holds holds, @Nullable RuleChange change) throws IOException {
    List<String> notes = new ArrayList<>();
    if (holds == Holds.WITH_LEVEL_S0) {
      notes.add(
          "Under this policy a new file takes the level of the process that made it. Run every"
              + " container on this path with --security-opt label=level:s0 (or the mount option"
              + " :z, which relabels the tree at every start); without it one container's files"
              + " are closed to the next.");
    } else if (holds == Holds.FOR_THIS_CONTENT_ONLY) {
      notes.add(
          "Holds for this content only: under this policy files that one container makes are"
              + " closed to the next.");
    }
    LocalRule replaced = change == null ? null : change.replaced();
    if (replaced != null) {
      notes.add("Replaces the local rule " + replaced.spec() + " = " + replaced.context() + ".");
    }
    parent(notes);
    List<String> uses = holders.uses(tree.path());
    uses.stream().limit(NAMED).forEach(notes::add);
    if (uses.size() > NAMED) {
      notes.add("And " + (uses.size() - NAMED) + " more containers use it.");
    }
    notes.addAll(survey.notes());
    return notes;
  }

  private void parent(List<String> notes) throws IOException {
    Path above = tree.path().getParent();
    SecurityContext label = above == null ? null : files.look(above).label();
    if (above != null && label != null && HANDED_DOWN.contains(label.type())) {
      notes.add(
          above
              + " is "
              + (label.type().equals("unlabeled_t") ? "unlabeled" : label.type())
              + " too: what is made beside this path will be so again. If all of it is for"
              + " containers, fix it instead.");
    }
  }
}
