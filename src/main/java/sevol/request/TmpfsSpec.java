package sevol.request;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sevol.container.Engine;
import sevol.request.MountRequest.Made;

/** The value of {@code --tmpfs}: {@code DESTINATION[:OPTIONS]}. */
final class TmpfsSpec {
  /** What podman takes, by class ({@code ProcessOptions} in {@code podman:pkg/util}). */
  private static final List<List<String>> PODMAN =
      List.of(
          List.of("rw", "ro"),
          List.of("exec", "noexec"),
          List.of("suid", "nosuid"),
          List.of("dev", "nodev"),
          List.of("tmpcopyup", "notmpcopyup"),
          List.of("size"),
          List.of("mode"),
          List.of("U"),
          List.of("noswap"),
          List.of(
              "private",
              "rprivate",
              "shared",
              "rshared",
              "slave",
              "rslave",
              "unbindable",
              "runbindable"));

  private TmpfsSpec() {}

  static MountRequest parse(Engine engine, String spec) throws InvalidRequestException {
    String[] part = spec.split(":", engine == Engine.DOCKER ? 2 : -1);
    if (!part[0].startsWith("/")) {
      throw invalid(spec, "the path in the container must begin with /");
    }
    if (engine == Engine.DOCKER && DockerVolume.isRoot(part[0])) {
      throw invalid(spec, "the path in the container cannot be /");
    }
    List<String> options =
        part.length > 1 ? Arrays.asList(part[1].split(",", -1)) : List.<String>of();
    if (engine == Engine.PODMAN) {
      check(spec, options);
    }
    return new Made(engine, Made.What.TMPFS, "", part[0], options.contains("ro"));
  }

  private static void check(String spec, List<String> options) throws InvalidRequestException {
    Map<List<String>, String> chosen = new HashMap<>();
    for (String option : options) {
      String key = option.replaceFirst("=.*", "");
      if (key.equals("noatime") || key.equals("consistency") || key.equals("notmpcopyup")) {
        continue;
      }
      List<String> kind =
          PODMAN.stream().filter(group -> group.contains(key)).findFirst().orElse(List.of());
      if (kind.isEmpty()) {
        throw invalid(spec, "podman knows no option \"" + option + "\" of a tmpfs");
      }
      String before = chosen.put(kind, option);
      if (before != null) {
        throw invalid(spec, before + " and " + option + " exclude each other");
      }
    }
  }

  private static InvalidRequestException invalid(String spec, String why) {
    return new InvalidRequestException("--tmpfs " + spec + ": " + why);
  }
}
