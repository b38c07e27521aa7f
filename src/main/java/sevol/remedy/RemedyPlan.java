package sevol.remedy;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Diagnosis;

/** What {@code sevol fix} would do, proved and not yet done. */
public sealed interface RemedyPlan extends PlanResult permits TreePlan, BooleanPlan {

  /** The path that it is for, resolved. */
  Path path();

  /** Why containers are denied now, null if they are not. */
  @Nullable Diagnosis diagnosis();

  /** Arguments that every run needs, so that containers share what they make; may be empty. */
  List<String> runWith();

  /** What the reader should know, most important first. */
  List<String> notes();

  /** True if everything is already as planned. */
  boolean nothingToDo();
}
