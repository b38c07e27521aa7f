package sevol.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules that hide denials or strip their events (auditctl(8), audit.rules(7)). */
final class AuditRulesExaminer implements Examiner {
  private static final String SUBJECT = "audit rules";
  private static final String COMPILED = "/etc/audit/audit.rules";
  private static final String PARTS = "/etc/audit/rules.d";

  private static final Pattern TASK_NEVER =
      Pattern.compile("-[aA]\\s+(task,never|never,task)\\b.*");
  private static final Pattern EXCLUDES_AVC =
      Pattern.compile(
          "-[aA]\\s+(exclude,\\w+|\\w+,exclude)\\b.*-F\\s*['\"]?msgtype\\s*=\\s*(AVC|1400)\\b.*");
  private static final Pattern OFF = Pattern.compile("-e\\s*0");
  private static final Pattern PANIC = Pattern.compile("-f\\s*2");

  /** A rule and the file it is in. */
  private record Rule(String file, String text) {}

  @Override
  public List<Finding> examine(HostFacts facts) {
    List<Finding> findings = new ArrayList<>();
    List<Rule> rules = new ArrayList<>();
    List<String> files = new ArrayList<>(List.of(COMPILED));
    for (String name : facts.list(PARTS)) {
      if (name.endsWith(".rules")) {
        files.add(PARTS + "/" + name);
      }
    }
    boolean refused = false;
    for (String file : files) {
      FileText text = facts.read(file);
      refused |= text.isRefused();
      text.lines().forEach(line -> rules.add(new Rule(file, line.strip())));
    }
    if (refused) {
      findings.add(Finding.notLookedAt(SUBJECT, COMPILED));
    }
    first(rules, EXCLUDES_AVC)
        .map(
            rule ->
                at(Finding.problem(SUBJECT, "a rule excludes denials (AVC) from the log"), rule)
                    .cure(delete(rule)))
        .ifPresent(findings::add);
    first(rules, OFF)
        .map(
            rule ->
                at(Finding.warning(SUBJECT, "a rule switches auditing off at each load"), rule)
                    .cure(delete(rule)))
        .ifPresent(findings::add);
    first(rules, PANIC)
        .map(rule -> at(Finding.note(SUBJECT, "the kernel panics when it cannot log"), rule))
        .ifPresent(findings::add);
    first(rules, TASK_NEVER)
        .map(
            rule ->
                at(
                    Finding.note(
                        SUBJECT,
                        "denials come as an AVC alone, without paths and program (the default of"
                            + " Fedora): the container and the mount are still told"),
                    rule))
        .ifPresent(findings::add);
    return findings;
  }

  private static Optional<Rule> first(List<Rule> rules, Pattern pattern) {
    return rules.stream().filter(rule -> pattern.matcher(rule.text()).matches()).findFirst();
  }

  private static Finding at(Finding finding, Rule rule) {
    return finding.because(rule.file() + ": " + rule.text());
  }

  private static Remedy delete(Rule rule) {
    return Remedy.text(
            "take the line out of "
                + (rule.file().equals(COMPILED) ? PARTS + " (or " + COMPILED + ")" : rule.file()))
        .then("sudo augenrules --load");
  }
}
