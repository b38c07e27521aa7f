package sevol.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sevol.selinux.SelinuxMode;

/** The mode now and after the next boot, and the policy (selinux(8), selinux_config(5)). */
final class ModeExaminer implements Examiner {
  private static final String SUBJECT = "SELinux";
  private static final String CONFIG = "/etc/selinux/config";

  private final SelinuxMode mode;

  ModeExaminer(SelinuxMode mode) {
    this.mode = mode;
  }

  @Override
  public List<Finding> examine(HostFacts facts) {
    FileText file = facts.read(CONFIG);
    Settings config = Settings.of(file.text());
    String wanted = config.get("selinux", "").toLowerCase(Locale.ROOT);
    List<Finding> findings = new ArrayList<>();
    findings.add(
        switch (mode) {
          case DISABLED -> disabled(facts, wanted);
          case PERMISSIVE -> permissive(wanted);
          case ENFORCING -> enforcing(wanted);
        });
    if (file.isRefused()) {
      findings.add(Finding.notLookedAt(SUBJECT, CONFIG));
    }
    if (mode != SelinuxMode.DISABLED) {
      findings.add(policy(facts));
    }
    return findings;
  }

  private static Finding disabled(HostFacts facts, String wanted) {
    String line = " " + facts.read("/proc/cmdline").text().strip() + " ";
    String evidence = CONFIG + (wanted.isEmpty() ? " is not there" : ": SELINUX=" + wanted);
    if (line.contains(" selinux=0 ")) {
      evidence += "; kernel command line: selinux=0";
    }
    Remedy on =
        Remedy.text(
                "to switch it on: SELINUX=permissive in "
                    + CONFIG
                    + ", on the kernel's command line security=selinux where another module is the"
                    + " default and no selinux=0, and a relabel at the next boot; enforcing only"
                    + " when the log is quiet")
            .then("sudo touch /.autorelabel", "sudo reboot");
    boolean meant = wanted.isEmpty() || wanted.equals("disabled");
    return Finding.of(
            meant ? Severity.NOTE : Severity.WARNING,
            SUBJECT,
            meant
                ? "disabled: nothing is denied, and files get no labels"
                : "disabled now, though configured " + wanted + ": nothing is denied or logged")
        .because(evidence)
        .cure(on);
  }

  private static Finding permissive(String wanted) {
    Finding finding =
        Finding.of(
            wanted.equals("enforcing") ? Severity.WARNING : Severity.NOTE,
            SUBJECT,
            "permissive: denials are logged, once for each kind of access, and not enforced");
    return finding
        .because(CONFIG + ": SELINUX=" + wanted)
        .cure(
            Remedy.text("when 'sevol incidents' is empty: SELINUX=enforcing in " + CONFIG)
                .then("sudo setenforce 1"));
  }

  private static Finding enforcing(String wanted) {
    if (wanted.isEmpty() || wanted.equals("enforcing")) {
      return Finding.ok(SUBJECT, "enforcing");
    }
    return Finding.warning(SUBJECT, "enforcing now, but " + wanted + " after the next boot")
        .because(CONFIG + ": SELINUX=" + wanted)
        .cure(Remedy.text("SELINUX=enforcing in " + CONFIG));
  }

  private static Finding policy(HostFacts facts) {
    String kernel = facts.read("/sys/fs/selinux/policyvers").text().strip();
    String type = facts.policyDirectory().substring("/etc/selinux/".length());
    List<String> versions = versions(facts);
    return Finding.ok(
        SUBJECT,
        String.format(
            Locale.ROOT,
            "policy %s, on disk in version %s, the kernel reads up to %s",
            type,
            versions.isEmpty() ? "(none found)" : String.join(", ", versions),
            kernel.isEmpty() ? "(not told)" : kernel));
  }

  /** The suffixes of {@code policy/policy.NN} in the policy's directory. */
  static List<String> versions(HostFacts facts) {
    return facts.list(facts.policyDirectory() + "/policy").stream()
        .filter(name -> name.matches("policy\\.\\d{1,4}"))
        .map(name -> name.substring("policy.".length()))
        .toList();
  }
}
