package sevol.remedy;

import java.util.List;
import sevol.diagnosis.Diagnosis;
import sevol.selinux.BooleanValue;

/**
 * Why containers may not use a path now.
 *
 * @param diagnosis the cause
 * @param booleans those of the policy that, all set so, would allow it: asked, not guessed; may be
 *     empty
 * @param ways what else would help, each to be done by somebody else than {@code sevol fix}
 */
public record Denied(Diagnosis diagnosis, List<BooleanValue> booleans, List<Way> ways) {
  public Denied {
    booleans = List.copyOf(booleans);
    ways = List.copyOf(ways);
  }
}
