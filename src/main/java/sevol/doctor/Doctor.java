package sevol.doctor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Examines the host. */
public final class Doctor {
  private final HostFacts facts;
  private final boolean disabled;
  private final List<Examiner> examiners;

  /**
   * @param now against which the age of the daemon's and the timer's files is held
   */
  public Doctor(HostFacts facts, Policy policy, Libraries libraries, RpmQuery rpm, Instant now) {
    this.facts = facts;
    this.disabled = policy.disabled();
    this.examiners =
        List.of(
            new ModeExaminer(policy.mode()),
            new ContainerTypesExaminer(policy),
            new SilenceExaminer(policy),
            new AuditDaemonExaminer(),
            new AuditKernelExaminer(now),
            new AuditRulesExaminer(),
            new SevolExaminer(now),
            new AutomaticFixExaminer(now),
            new DockerExaminer(policy),
            new PodmanExaminer(policy),
            new CrioExaminer(policy),
            new ContainerdExaminer(policy),
            new VersionsExaminer(rpm),
            new LibrariesExaminer(libraries));
  }

  /**
   * All findings, those of a subject together, the worst subject and within it the worst finding
   * first. Where SELinux is disabled nothing is denied: what stands in the way of seeing denials is
   * a note then.
   */
  public List<Finding> examine() {
    Map<String, List<Finding>> bySubject = new LinkedHashMap<>();
    for (Examiner examiner : examiners) {
      Severity worst =
          disabled && !(examiner instanceof ModeExaminer || examiner instanceof LibrariesExaminer)
              ? Severity.NOTE
              : Severity.PROBLEM;
      for (Finding finding : examiner.examine(facts)) {
        bySubject
            .computeIfAbsent(finding.subject(), subject -> new ArrayList<>())
            .add(finding.atMost(worst));
      }
    }
    Comparator<Finding> worstFirst = Comparator.comparing(Finding::severity).reversed();
    bySubject.values().forEach(findings -> findings.sort(worstFirst));
    return bySubject.values().stream()
        .sorted(Comparator.comparing(findings -> findings.get(0), worstFirst))
        .flatMap(List::stream)
        .toList();
  }
}
