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
    for (String file : files(facts)) {
      if (facts.read(file).isRefused()) {
        return List.of(Finding.notLookedAt(SUBJECT, file));
      }
    }
    return List.of(
        labelling(facts)
            .orElseThrow()
            .judge(
                SUBJECT,
                policy,
                Remedy.text(
                    "take label = false out of [containers]; then make the containers anew"),
                Remedy.text("label = false in table [containers] of " + ETC)));
  }

  /** Whether podman labels its containers. */
  static Optional<Labelling> labelling(HostFacts facts) {
    return Optional.of(
        setting(facts, "containers", "label")
            .map(f -> new Labelling(!f.value.equals("false"), f.file + ": label = " + f.value))
            .orElse(new Labelling(true, "the default, no containers.conf says otherwise")));
  }

  /** A setting and the file that it stands in. */
  record Found(String file, String value) {}

  /** The last one of a key in a table, in the order in which podman reads its files. */
  static Optional<Found> setting(HostFacts facts, String table, String key) {
    Optional<Found> last = Optional.empty();
    for (String file : files(facts)) {
      Optional<String> value = TomlKeys.find(facts.read(file).lines(), table::equals, key);
      last = value.isPresent() ? Optional.of(new Found(file, value.get())) : last;
    }
    return last;
  }

  private static List<String> files(HostFacts facts) {
    List<String> files = new ArrayList<>(List.of("/usr/share/containers/containers.conf", ETC));
    for (String name : facts.list(ETC + ".d")) {
      if (name.endsWith(".conf")) {
        files.add(ETC + ".d/" + name);
      }
    }
    return files;
  }
}
