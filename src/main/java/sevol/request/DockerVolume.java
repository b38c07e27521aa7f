package sevol.request;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;

/**
 * The value of docker's {@code -v}: its command decides what is anonymous and makes relative paths
 * absolute ({@code docker/cli:cli/compose/loader/volume.go}), its daemon reads the rest ({@code
 * moby/moby:volume/mounts/linux_parser.go}).
 */
final class DockerVolume {
  /** Option to its class; one of each class may be given. */
  private static final Map<String, String> CLASSES = new HashMap<>();

  private static final String PROPAGATION = "private rprivate shared rshared slave rslave";

  static {
    for (String group :
        List.of("rw ro", "z Z", PROPAGATION, "nocopy", "consistent cached delegated")) {
      for (String option : group.split(" ", -1)) {
        CLASSES.put(option, group);
      }
    }
  }

  private final String spec;
  private final String driver;
  private final Path directory;

  /**
   * @param driver {@code --volume-driver}
   */
  DockerVolume(String spec, String driver, Path directory) {
    this.spec = spec;
    this.driver = driver;
    this.directory = directory;
  }

  MountRequest parse() throws InvalidRequestException {
    String[] part = spec.split(":", -1);
    if (isAnonymous(part)) {
      return volume(null, spec, Map.of(), false);
    }
    if (part.length > 3) {
      throw invalid("more than two colons; a path with a colon needs --mount");
    }
    if (part[0].isEmpty()) {
      throw invalid("the source before the colon is empty");
    }
    if (part[part.length - 1].isEmpty()) {
      throw invalid("nothing comes after the last colon");
    }
    String source = part[0];
    String destination = part[1];
    if (!destination.replace('\\', '/').startsWith("/")) {
      throw invalid("the path in the container, \"" + destination + "\", must begin with /");
    }
    if (isRoot(destination)) {
      throw invalid("the path in the container cannot be /");
    }
    Map<String, String> options = options(part.length == 3 ? part[2] : "");
    if (!source.startsWith("/") && !source.startsWith("./") && !source.equals(".")) {
      if (options.containsKey(PROPAGATION)) {
        throw invalid("a named volume has no propagation");
      }
      String name = VolumeSpec.name(Engine.DOCKER, "-v " + spec, source);
      return volume(name, destination, options, part.length == 2 && driver.equals("local"));
    }
    if (options.containsKey("nocopy")) {
      throw invalid("docker knows nocopy only for a named volume");
    }
    return new MountRequest.Bind(
        Engine.DOCKER,
        VolumeSpec.path(Engine.DOCKER, "-v " + spec, source, directory),
        destination,
        options.containsValue("ro"),
        relabel(options),
        false,
        true,
        true);
  }

  /**
   * True if all of it is the destination of a new volume: without a colon, but also {@code x:/y},
   * where one letter and a colon are taken for a drive of Windows.
   */
  private boolean isAnonymous(String[] part) throws InvalidRequestException {
    if (spec.isEmpty()) {
      throw invalid("it is empty");
    }
    boolean drive = part.length == 2 && part[0].matches("\\p{L}");
    return part.length == 1 || drive || spec.length() <= 2;
  }

  private MountRequest volume(
      @Nullable String name, String destination, Map<String, String> options, boolean shared) {
    return new MountRequest.Volume(
        Engine.DOCKER,
        name,
        name == null ? "local" : driver,
        destination,
        options.containsValue("ro"),
        shared ? Relabel.SHARED : relabel(options),
        false,
        "");
  }

  private static Relabel relabel(Map<String, String> options) {
    return options.containsValue("Z")
        ? Relabel.PRIVATE
        : options.containsValue("z") ? Relabel.SHARED : Relabel.NONE;
  }

  /** The chosen options by class. */
  private Map<String, String> options(String text) throws InvalidRequestException {
    Map<String, String> chosen = new HashMap<>();
    for (String option : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String kind = CLASSES.get(option);
      if (kind == null) {
        throw invalid("docker knows no volume option \"" + option + "\"" + elsewhere(option));
      }
      String before = chosen.put(kind, option);
      if (before != null) {
        throw invalid(before + " and " + option + " exclude each other");
      }
    }
    return chosen;
  }

  private static String elsewhere(String option) {
    try {
      return new PodmanOptions("", List.of(option)).has(option)
          ? " (podman does: --engine podman)"
          : "";
    } catch (InvalidRequestException e) {
      return "";
    }
  }

  /** As the daemon cleans it, which takes a backslash for a slash there. */
  static boolean isRoot(String destination) {
    return CleanPath.of(destination.replace('\\', '/')).equals("/");
  }

  private InvalidRequestException invalid(String why) {
    return new InvalidRequestException("-v " + spec + ": " + why);
  }
}
