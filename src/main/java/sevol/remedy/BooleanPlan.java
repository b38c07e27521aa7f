package sevol.remedy;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Diagnosis;
import sevol.selinux.BooleanValue;

/**
 * Booleans of the policy to be set for good.
 *
 * @param path the path that containers shall use
 * @param diagnosis why they may not now
 * @param set the values; all are needed
 * @param notes what the reader should know
 */
public record BooleanPlan(
    Path path, @Nullable Diagnosis diagnosis, List<BooleanValue> set, List<String> notes)
    implements RemedyPlan {
  public BooleanPlan {
    set = List.copyOf(set);
    notes = List.copyOf(notes);
  }

  @Override
  public List<String> runWith() {
    return List.of();
  }

  @Override
  public boolean nothingToDo() {
    return set.isEmpty();
  }
}
