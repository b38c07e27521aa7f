package sevol.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessVector;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * Which everyday denials the policy does not log. It is asked rather than known: Fedora's hides the
 * reading of default_t, var_t and homes, Debian's another container's directories.
 */
final class SilenceExaminer implements Examiner {
  private static final String SUBJECT = "silent denials";
  private static final List<String> USUAL = List.of("default_t", "var_t", "user_home_t", "mnt_t");
  private static final AccessVector USE =
      AccessVector.of(ObjectClass.DIR, "search", "read", "write");

  private final Policy policy;

  SilenceExaminer(Policy policy) {
    this.policy = policy;
  }

  @Override
  public List<Finding> examine(HostFacts facts) {
    if (policy.disabled() || !policy.knowsContainers()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    SecurityContext process = policy.labels().process();
    SecurityContext file = policy.labels().file();
    for (String type : USUAL) {
      ask(process, file.withType(type)).ifPresent(p -> silent.add(type + " " + p));
    }
    if (process.range() != null) {
      ask(process.withRange("s0:c1,c2"), file.withRange("s0:c3,c4"))
          .ifPresent(p -> silent.add("another container's " + file.type() + " " + p));
    }
    if (!silent.isEmpty()) {
      findings.add(
          Finding.note(
                  SUBJECT,
                  "the policy hides denials from the log (dontaudit): 'sevol check' computes them,"
                      + " the daemon's log sources cannot see them")
              .because(process.type() + " on directories: " + String.join(", ", silent))
              .cure(
                  Remedy.text("to see them for a while, with much noise, and hide them again:")
                      .then("sudo semodule -DB", "sudo semodule -B")));
    } else {
      findings.add(Finding.ok(SUBJECT, "none among the usual directories"));
    }
    flag(facts).ifPresent(findings::add);
    return findings;
  }

  /** The permissions denied without a record, in braces. */
  private Optional<String> ask(SecurityContext process, SecurityContext directory) {
    return policy
        .decisions()
        .decide(process, directory, USE)
        .map(AccessDecision::silent)
        .filter(perms -> !perms.isEmpty())
        .map(perms -> "{ " + String.join(" ", perms) + " }");
  }

  /** libsemanage leaves a flag in its store while {@code semodule -D} is in force. */
  private static Optional<Finding> flag(HostFacts facts) {
    String path =
        facts.policyDirectory().replaceFirst("/etc", "/var/lib") + "/active/disable_dontaudit";
    return facts.exists(path)
        ? Optional.of(
            Finding.note(SUBJECT, "dontaudit rules are off now: the log also has what is harmless")
                .because(path)
                .cure(Remedy.text("when done looking:").then("sudo semodule -B")))
        : Optional.empty();
  }
}
