package sevol.doctor;

import java.util.List;

/** Looks at one side of the host. */
@FunctionalInterface
interface Examiner {
  /** What is found, in the order of the telling; empty if the host has no such side. */
  List<Finding> examine(HostFacts facts);
}
