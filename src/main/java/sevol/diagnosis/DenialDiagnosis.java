package sevol.diagnosis;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.selinux.AccessDecisions;
import sevol.selinux.Denial;
import sevol.selinux.SecurityContext;

/**
 * One recorded denial into one cause. The record and the table decide what kind of object it is;
 * where a policy can be asked, it decides between type, level and a missing rule.
 */
public final class DenialDiagnosis {
  private static final Set<String> MOUNTING = Set.of("mounton", "relabelfrom", "relabelto");

  private DenialDiagnosis() {}

  /** True if the source is a process of a container; false for its engine and for object labels. */
  public static boolean isContainer(Denial d) {
    return ContainerDomains.isContainer(d.scontext());
  }

  /**
   * True if an engine's own domain was kept from mounting or relabelling a bind source. The cure is
   * the same as for the container's own denial.
   */
  public static boolean isEngineOnMount(Denial d) {
    return ContainerDomains.isEngine(d.scontext())
        && d.tcontext() != null
        && d.tcontext().isObject()
        && ObjectKind.of(d) == ObjectKind.FILE
        && d.perms().stream().anyMatch(MOUNTING::contains);
  }

  /**
   * The cause of a denial.
   *
   * @param policy the policy to ask; without one the table alone decides
   */
  public static Diagnosis diagnose(Denial d, Optional<AccessDecisions> policy) {
    if (!isContainer(d) && !isEngineOnMount(d)) {
      return new Diagnosis(Cause.NOT_CONTAINER, notContainer(d.scontext()));
    }
    SecurityContext tcontext = d.tcontext();
    boolean cut = d.tclass() != null && ObjectKind.isCut(d.tclass());
    if (tcontext == null
        || cut
        || (d.tclass() == null && !tcontext.isObject() && tcontext.role() != null)) {
      return new Diagnosis(
          Cause.UNKNOWN, "the record does not tell what kind of object was denied");
    }
    Diagnosis told = fromRecord(d, tcontext);
    return policy.map(p -> PolicyQuestion.ask(d, told, p)).orElse(told);
  }

  private static String notContainer(@Nullable SecurityContext scontext) {
    if (scontext == null) {
      return "the record does not name its source";
    }
    return scontext.isObject()
        ? "the source context is the label of an object, not of a process"
        : scontext.type() + " is no domain of containers";
  }

  private static Diagnosis fromRecord(Denial d, SecurityContext tcontext) {
    return switch (ObjectKind.of(d)) {
      case NO_FILE -> NoFileRules.noFile(d, tcontext);
      case PROCESS_ENTRY -> NoFileRules.processEntry(d, tcontext);
      case MOUNTING ->
          new Diagnosis(
              Cause.POLICY_GAP, DenialWords.denied(d) + ": the container itself mounts something");
      case TERMINAL ->
          new Diagnosis(
              Cause.NOT_A_FILE, DenialWords.denied(d) + ": a terminal, not a part of a mount");
      case PIPE ->
          new Diagnosis(
              Cause.NOT_A_FILE,
              DenialWords.denied(d) + ": a descriptor that the process was handed");
      case MEMORY -> NoFileRules.memory(d, tcontext);
      case DEVICE, FILE -> FileRules.diagnose(d, tcontext);
    };
  }
}
