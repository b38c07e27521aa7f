package sevol.doctor;

import java.util.List;
import java.util.Optional;

/**
 * containerd's labelling of pods: {@code enable_selinux} of its CRI plugin, false by default. Only
 * a kubelet asks that plugin; docker and nerdctl decide for themselves. Files that {@code imports}
 * names are not looked at.
 */
final class ContainerdExaminer implements Examiner {
  private static final String SUBJECT = "containerd";
  private static final String CONF = "/etc/containerd/config.toml";

  private final Policy policy;

  ContainerdExaminer(Policy policy) {
    this.policy = policy;
  }

  @Override
  public List<Finding> examine(HostFacts facts) {
    boolean pods = facts.exists("/var/lib/kubelet") || facts.exists("/usr/bin/kubelet");
    if (!facts.exists("/usr/bin/containerd") || !pods) {
      return List.of();
    }
    FileText file = facts.read(CONF);
    if (file.isRefused()) {
      return List.of(Finding.notLookedAt(SUBJECT, CONF));
    }
    boolean off =
        TomlKeys.find(file.lines(), ""::equals, "disabled_plugins")
            .filter(plugins -> plugins.contains("cri"))
            .isPresent();
    if (off) {
      return List.of();
    }
    Optional<String> enabled =
        TomlKeys.find(file.lines(), table -> table.contains(".cri"), "enable_selinux");
    Labelling labelling =
        new Labelling(
            enabled.filter("true"::equals).isPresent(),
            CONF + enabled.map(v -> ": enable_selinux = " + v).orElse(" sets no enable_selinux"));
    String table =
        "the table of the CRI plugin ([plugins.\"io.containerd.grpc.v1.cri\"], from"
            + " containerd 2.0 on [plugins.\"io.containerd.cri.v1.runtime\"]) of "
            + CONF;
    return List.of(
        labelling.judge(
            SUBJECT,
            policy,
            Remedy.text("enable_selinux = true in " + table)
                .then("sudo systemctl restart containerd"),
            Remedy.text("enable_selinux = false in " + table)
                .then("sudo systemctl restart containerd")));
  }
}
