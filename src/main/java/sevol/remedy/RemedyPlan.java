package sevol.remedy;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Diagnosis;
import sevol.selinux.FileStatus;
import sevol.selinux.SecurityContext;

/**
 * What {@code sevol fix} would do to one tree, proved and not yet done.
 *
 * @param path the tree's root, resolved
 * @param root what was found there
 * @param diagnosis why containers are denied now, null if they are not
 * @param label the label that everything in the tree gets, whole as {@code restorecon -F} would
 * @param rule the local file-context rule to put, null if the rules already assign the label
 * @param replaced the local rule with the same spec that it replaces, null if there is none
 * @param entries objects in the tree
 * @param changes objects whose label differs
 * @param runWith arguments that every run needs so that containers share what they make; may be
 *     empty
 * @param left paths of objects that keep their label, the first few: hard links, sockets, devices
 * @param notes what the reader should know, most important first
 */
public record RemedyPlan(
    Path path,
    FileStatus root,
    @Nullable Diagnosis diagnosis,
    SecurityContext label,
    @Nullable LocalRule rule,
    @Nullable LocalRule replaced,
    long entries,
    long changes,
    List<String> runWith,
    List<String> left,
    List<String> notes)
    implements PlanResult {
  public RemedyPlan {
    runWith = List.copyOf(runWith);
    left = List.copyOf(left);
    notes = List.copyOf(notes);
  }

  /** True if rules and labels are already as planned. */
  public boolean nothingToDo() {
    return rule == null && changes == 0;
  }
}
