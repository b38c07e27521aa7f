package sevol.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Podman's labelling: on where the host has SELinux, unless {@code label = false} stands in table
 * {@code [containers]} of containers.conf(5). A user's own containers.conf is not looked at.
 */
final class PodmanExaminer implements Examiner {
  private static final String SUBJECT = "podman";
  private static final String ETC = "/etc/containers/containers.conf";

  private final Policy policy;

  PodmanExaminer(Policy policy) {
    this.policy = policy;
  }

  @Override
  public List<Finding> examine(HostFacts facts) {
    if (!facts.exists("/usr/bin/podman") && !facts.exists("/usr/local/bin/podman")) {
      return List.of();
    }
    List<String> files = new ArrayList<>(List.of("/usr/share/containers/containers.conf", ETC));
    for (String name : facts.list(ETC + ".d")) {
      if (name.endsWith(".conf")) {
        files.add(ETC + ".d/" + name);
      }
    }
    Labelling labelling = new Labelling(true, "the default, no containers.conf says otherwise");
    for (String file : files) {
      FileText text = facts.read(file);
      if (text.isRefused()) {
        return List.of(Finding.notLookedAt(SUBJECT, file));
      }
      Optional<String> label = TomlKeys.find(text.lines(), "containers"::equals, "label");
      if (label.isPresent()) {
        labelling = new Labelling(!label.get().equals("false"), file + ": label = " + label.get());
      }
    }
    return List.of(
        labelling.judge(
            SUBJECT,
            policy,
            Remedy.text("take label = false out of [containers]; then make the containers anew"),
            Remedy.text("label = false in table [containers] of " + ETC)));
  }
}
