package sevol.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The native libraries that sevol cannot do without, or does less without. */
final class LibrariesExaminer implements Examiner {
  private static final String SUBJECT = "libraries";

  private final Libraries libraries;

  LibrariesExaminer(Libraries libraries) {
    this.libraries = libraries;
  }

  @Override
  public List<Finding> examine(HostFacts facts) {
    Distribution host = Distribution.of(facts);
    List<Finding> findings = new ArrayList<>();
    if (!libraries.selinux()) {
      findings.add(
          Finding.problem(SUBJECT, "libselinux.so.1 is missing: SELinux looks disabled to sevol")
              .cure(Remedy.run(host.install("libselinux1", "libselinux"))));
    }
    Integer newest = libraries.sepolNewest();
    if (newest == null) {
      findings.add(
          Finding.note(
                  SUBJECT,
                  "libsepol.so.2 is missing or older than 3.4: reasons are not told, and no policy"
                      + " file can be asked")
              .cure(Remedy.run(host.install("libsepol2", "libsepol"))));
    } else {
      tooOld(findings, facts, newest);
    }
    if (!libraries.semanage()) {
      findings.add(
          Finding.warning(SUBJECT, "libsemanage.so.2 is missing: 'sevol fix' cannot set rules")
              .cure(Remedy.run(host.install("libsemanage2", "libsemanage"))));
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok(SUBJECT, "libselinux, libsepol and libsemanage are there"));
    }
    return findings;
  }

  /** The loaded policy is the newest file that the kernel can read, unless root loads another. */
  private static void tooOld(List<Finding> findings, HostFacts facts, int newest) {
    String kernel = facts.read("/sys/fs/selinux/policyvers").text().strip();
    long limit = kernel.matches("\\d{1,4}") ? Long.parseLong(kernel) : Long.MAX_VALUE;
    long policy =
        ModeExaminer.versions(facts).stream()
            .mapToLong(Long::parseLong)
            .filter(version -> version <= limit)
            .max()
            .orElse(0);
    if (policy > newest) {
      findings.add(
          Finding.warning(
                  SUBJECT,
                  String.format(
                      Locale.ROOT,
                      "libsepol reads policies up to version %d, and this host's has %d:"
                          + " 'sevol explain --policy' cannot read it",
                      newest,
                      policy))
              .because(facts.policyDirectory() + "/policy")
              .cure(
                  Remedy.text("a libsepol of the policy's own release:")
                      .then(Distribution.of(facts).install("libsepol2", "libsepol"))));
    }
  }
}
