package sevol.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sevol.doctor.InstalledPackages.Installed;

/** Which engines and libraries are installed, and which known relabel bugs they have. */
final class VersionsExaminer implements Examiner {
  private static final List<String> ENGINES =
      List.of(
          "docker.io",
          "docker-ce",
          "podman",
          "containerd",
          "containerd.io",
          "cri-o",
          "crun",
          "runc");
  private static final List<String> OTHERS =
      List.of(
          "libselinux1",
          "libsepol2",
          "libsemanage2",
          "selinux-policy-default",
          "libselinux",
          "libsepol",
          "libsemanage",
          "selinux-policy-targeted",
          "container-selinux");

  private final RpmQuery rpm;

  VersionsExaminer(RpmQuery rpm) {
    this.rpm = rpm;
  }

  @Override
  public List<Finding> examine(HostFacts facts) {
    Distribution host = Distribution.of(facts);
    List<String> names = new ArrayList<>(ENGINES);
    names.addAll(OTHERS);
    InstalledPackages packages = InstalledPackages.of(facts, rpm, names);
    List<Finding> bugs = new ArrayList<>();
    List<String> versions = new ArrayList<>();
    for (String name : names) {
      Optional<Installed> installed = packages.find(name);
      if (installed.isPresent()) {
        versions.add(name + " " + installed.get().version());
        RelabelBug.of(installed.get(), host).forEach(bugs::add);
      }
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        versions.isEmpty()
            ? Finding.note("versions", "no package database tells which engines are installed")
                .because("neither dpkg's status file nor rpm")
            : Finding.ok("versions", String.join(", ", versions)));
    findings.addAll(bugs);
    return findings;
  }
}
