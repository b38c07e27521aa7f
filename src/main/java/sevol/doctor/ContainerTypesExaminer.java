package sevol.doctor;

import java.util.ArrayList;
import java.util.List;
import sevol.selinux.SecurityContext;

/**
 * Whether the policy knows the types that lxc_contexts promises to containers. Debian 12's names
 * container_t and defines nothing of it; Debian 13's is the first that does.
 */
final class ContainerTypesExaminer implements Examiner {
  private static final String SUBJECT = "container types";

  private final Policy policy;

  ContainerTypesExaminer(Policy policy) {
    this.policy = policy;
  }

  @Override
  public List<Finding> examine(HostFacts facts) {
    String contexts = facts.policyDirectory() + "/contexts/";
    if (policy.disabled()) {
      return installed(facts, contexts);
    }
    List<String> missing = policy.missingTypes();
    if (!missing.isEmpty()) {
      return List.of(
          Finding.problem(
                  SUBJECT,
                  "the loaded policy does not define "
                      + String.join(", ", missing)
                      + ": no label lets a container use a bind mount")
              .because(contexts + "lxc_contexts names them")
              .cure(cure(Distribution.of(facts))));
    }
    List<Finding> findings = new ArrayList<>();
    SecurityContext process = policy.labels().process();
    findings.add(
        Finding.ok(
            SUBJECT,
            "processes "
                + process.type()
                + ", files "
                + policy.labels().file().type()
                + (policy.knows(process.withType("spc_t"))
                    ? ", privileged containers spc_t"
                    : ", no spc_t: privileged containers run as their engine")));
    findings.add(customizable(facts, contexts + "customizable_types"));
    return findings;
  }

  /** What a host that is to be switched on would get; nothing where no policy is installed. */
  private List<Finding> installed(HostFacts facts, String contexts) {
    String file = policy.labels().file().type();
    FileText rules = facts.read(contexts + "files/file_contexts", 16 << 20);
    if (!rules.isRead() || rules.text().contains(":" + file + ":")) {
      return List.of();
    }
    return List.of(
        Finding.note(SUBJECT, "the installed policy has no rule for " + file)
            .because(contexts + "files/file_contexts")
            .cure(cure(Distribution.of(facts))));
  }

  private static Remedy cure(Distribution distribution) {
    if (distribution.id().equals("debian")) {
      return Remedy.text(
          "Debian has container types from version 13 on: upgrade; or load a module that defines"
              + " them; until then leave the engines' labelling off (daemon.json:"
              + " \"selinux-enabled\": false; containers.conf: label = false)");
    }
    return Remedy.text("the package brings the types; then restart the engines")
        .then(distribution.install("selinux-policy-default", "container-selinux"));
  }

  /** customizable_types(5): what restorecon leaves alone unless it is forced. */
  private Finding customizable(HostFacts facts, String path) {
    String file = policy.labels().file().type();
    FileText types = facts.read(path);
    if (types.isRefused()) {
      return Finding.notLookedAt(SUBJECT, path);
    }
    boolean listed = types.lines().stream().anyMatch(line -> line.strip().equals(file));
    return Finding.note(
            SUBJECT,
            listed
                ? "restorecon leaves "
                    + file
                    + " alone unless forced (-F): a wrong one stays, and -F resets levels, too"
                : "restorecon resets "
                    + file
                    + " wherever no rule assigns it: what :z or chcon labelled is lost at the next"
                    + " relabel; 'sevol fix' sets the rule, too")
        .because(path + (listed ? " lists " : " does not list ") + file);
  }
}
