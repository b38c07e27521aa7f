package sevol.remedy;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Diagnosis;
import sevol.selinux.FileStatus;
import sevol.selinux.SecurityContext;

/**
 * The relabel of one tree: every object gets what file_contexts will assign to it, whole as {@code
 * restorecon -F} would.
 *
 * @param path the tree's root, resolved
 * @param root what was found there
 * @param diagnosis why containers are denied now, null if they are not
 * @param readOnly it is for containers that only read
 * @param level the level that every container on it runs at, null for s0
 * @param label the label of the root, and of all below it that has no rule of its own
 * @param rules the change of the local rules, null if what the rules assign already will do
 * @param cost what it takes
 * @param runWith arguments that every run needs so that containers share what they make
 * @param left paths of objects that keep a label that containers may not use, the first few
 * @param notes what the reader should know, most important first
 */
public record TreePlan(
    Path path,
    FileStatus root,
    @Nullable Diagnosis diagnosis,
    boolean readOnly,
    @Nullable String level,
    SecurityContext label,
    @Nullable RuleChange rules,
    Cost cost,
    List<String> runWith,
    List<String> left,
    List<String> notes)
    implements RemedyPlan {
  public TreePlan {
    runWith = List.copyOf(runWith);
    left = List.copyOf(left);
    notes = List.copyOf(notes);
  }

  /**
   * What a plan costs.
   *
   * @param entries objects in the tree
   * @param changes objects whose label differs
   * @param seconds how long it takes, estimated from the look at the tree
   * @param labels how many objects carry which label now
   */
  public record Cost(long entries, long changes, long seconds, Map<String, Long> labels) {
    public Cost {
      labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
  }

  /** The local rule that is put, null if none is. */
  public @Nullable LocalRule rule() {
    return rules == null ? null : rules.rule();
  }

  /** The local rule with the same key that it replaces, null if there is none. */
  public @Nullable LocalRule replaced() {
    return rules == null ? null : rules.replaced();
  }

  @Override
  public boolean nothingToDo() {
    return rules == null && cost.changes() == 0;
  }
}
