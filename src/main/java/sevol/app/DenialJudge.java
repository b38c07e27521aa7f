package sevol.app;

import java.util.Optional;
import sevol.diagnosis.Diagnosis;
import sevol.selinux.Denial;

/** Which denials the daemon tells of, and their causes. */
interface DenialJudge {
  /** The cause; empty if it is neither a container's denial nor an engine's on a mount. */
  Optional<Diagnosis> judge(Denial denial);

  /** True if a container's own process was denied, false for an engine's. */
  boolean isContainer(Denial denial);
}
