package sevol.report;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Diagnosis;
import sevol.remedy.Fixer.Applied;
import sevol.remedy.Fixer.Past;
import sevol.remedy.Refusal;
import sevol.remedy.RemedyPlan;
import sevol.remedy.Undo.Undone;

/** What {@code sevol fix} has to tell of one path. */
public interface FixReport {
  /**
   * A plan that was not applied.
   *
   * @param command what applies it
   */
  void planned(RemedyPlan plan, List<String> command) throws IOException;

  /** A plan that was applied and verified. */
  void applied(RemedyPlan plan, Applied applied) throws IOException;

  /** Everything is as it would be planned. */
  void nothingToDo(RemedyPlan plan) throws IOException;

  /** No safe fix. */
  void refused(Refusal refusal, @Nullable Diagnosis diagnosis) throws IOException;

  /**
   * A fix that was cut off, and was ended now.
   *
   * @param applied null if it was undone
   */
  void finished(Past past, @Nullable Applied applied) throws IOException;

  /** An undo. */
  void undone(Undone undone) throws IOException;

  /** The fixes of earlier. */
  void history(List<Past> fixes) throws IOException;
}
