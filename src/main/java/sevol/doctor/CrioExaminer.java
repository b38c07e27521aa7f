package sevol.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * CRI-O's labelling (crio.conf(5)): on where the host has SELinux; older ones have a {@code
 * selinux} key. Pods of the host's network are not labelled unless {@code
 * hostnetwork_disable_selinux} is false.
 */
final class CrioExaminer implements Examiner {
  private static final String SUBJECT = "cri-o";
  private static final String CONF = "/etc/crio/crio.conf";

  private final Policy policy;

  CrioExaminer(Policy policy) {
    this.policy = policy;
  }

  @Override
  public List<Finding> examine(HostFacts facts) {
    if (!facts.exists("/usr/bin/crio") && !facts.exists("/usr/local/bin/crio")) {
      return List.of();
    }
    Labelling labelling = new Labelling(true, "the default, no crio.conf says otherwise");
    String hostNetwork = "true";
    for (String file : files(facts)) {
      FileText text = facts.read(file);
      if (text.isRefused()) {
        return List.of(Finding.notLookedAt(SUBJECT, file));
      }
      Optional<String> selinux = find(text, "selinux");
      if (selinux.isPresent()) {
        labelling =
            new Labelling(!selinux.get().equals("false"), file + ": selinux = " + selinux.get());
      }
      hostNetwork = find(text, "hostnetwork_disable_selinux").orElse(hostNetwork);
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        labelling.judge(
            SUBJECT,
            policy,
            Remedy.text("take selinux = false out of [crio.runtime]")
                .then("sudo systemctl restart crio"),
            Remedy.text("selinux = false in table [crio.runtime] of " + CONF)
                .then("sudo systemctl restart crio")));
    if (labelling.on() && hostNetwork.equals("true")) {
      findings.add(
          Finding.note(SUBJECT, "pods of the host's network are not confined")
              .because("hostnetwork_disable_selinux = true, which is the default")
              .cure(
                  Remedy.text(
                      "hostnetwork_disable_selinux = false in table [crio.runtime] of " + CONF)));
    }
    return findings;
  }

  private static List<String> files(HostFacts facts) {
    List<String> files = new ArrayList<>(List.of(CONF));
    facts.list(CONF + ".d").forEach(name -> files.add(CONF + ".d/" + name));
    return files;
  }

  private static Optional<String> find(FileText text, String key) {
    return TomlKeys.find(text.lines(), "crio.runtime"::equals, key);
  }
}
