package sevol.request;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;

/**
 * The value of {@code -v}: {@code SOURCE:DESTINATION[:OPTIONS]}, as {@code
 * moby:daemon/volume/mounts/linux_parser.go} and podman-run(1) read it.
 */
public final class VolumeSpec {
  /** Option to its class; an option may be given once, and one of each class. */
  private static final Map<String, String> DOCKER =
      classes("rw ro", "z Z", "private rprivate shared rshared slave rslave")
          .with("consistent cached delegated")
          .options;

  /** Those of a named volume, which has no propagation ({@code volume/mounts/volume_copy.go}). */
  private static final Map<String, String> DOCKER_NAMED =
      classes("rw ro", "z Z", "consistent cached delegated", "nocopy").options;

  private static final Map<String, String> PODMAN =
      classes(
              "rw ro",
              "z Z O",
              "private rprivate shared rshared slave rslave unbindable runbindable")
          .with("consistent cached delegated", "U", "copy nocopy", "dev nodev", "exec noexec")
          .with("suid nosuid", "bind rbind", "idmap", "upperdir", "workdir", "no-dereference")
          .with("nocreate")
          .options;

  private final Engine engine;
  private final String spec;
  private final Path directory;

  private VolumeSpec(Engine engine, String spec, Path directory) {
    this.engine = engine;
    this.spec = spec;
    this.directory = directory;
  }

  /**
   * Reads one specification.
   *
   * @param directory what a relative source is relative to
   */
  public static MountRequest parse(Engine engine, String spec, Path directory)
      throws InvalidRequestException {
    return new VolumeSpec(engine, spec, directory).parse();
  }

  private MountRequest parse() throws InvalidRequestException {
    String[] part = spec.split(":", -1);
    if (part.length > 3) {
      throw invalid("more than two colons; a path with a colon needs --mount");
    }
    String destination = part[part.length == 1 ? 0 : 1];
    if (!destination.startsWith("/")) {
      throw invalid("the path in the container, \"" + destination + "\", must begin with /");
    }
    if (engine == Engine.DOCKER && destination.matches("/+")) {
      throw invalid("the path in the container cannot be /");
    }
    if (part.length == 1) {
      return volume(null, destination, Map.of());
    }
    String source = part[0];
    String given = part.length == 3 ? part[2] : "";
    if (!source.startsWith("/") && !source.startsWith(".")) {
      named(source);
      return volume(
          source, destination, options(given, engine == Engine.DOCKER ? DOCKER_NAMED : PODMAN));
    }
    Map<String, String> options = options(given, engine == Engine.DOCKER ? DOCKER : PODMAN);
    return new MountRequest.Bind(
        engine,
        path(engine, "-v " + spec, source, directory),
        destination,
        options.containsValue("ro"),
        relabel(options),
        options.containsValue("O"),
        engine == Engine.DOCKER,
        !options.containsValue("bind"));
  }

  private MountRequest volume(
      @Nullable String name, String destination, Map<String, String> options) {
    return new MountRequest.Volume(
        engine,
        name,
        "local",
        destination,
        options.containsValue("ro"),
        relabel(options),
        options.containsValue("O"),
        "");
  }

  private static Relabel relabel(Map<String, String> options) {
    return options.containsValue("Z")
        ? Relabel.PRIVATE
        : options.containsValue("z") ? Relabel.SHARED : Relabel.NONE;
  }

  private Map<String, String> options(String text, Map<String, String> valid)
      throws InvalidRequestException {
    Map<String, String> chosen = new HashMap<>();
    for (String option : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      String kind = valid.get(name);
      if (kind == null) {
        throw invalid(unknown(name, valid));
      }
      String before = chosen.put(kind, name);
      if (before != null) {
        throw invalid(before + " and " + name + " exclude each other");
      }
    }
    return chosen;
  }

  private String unknown(String name, Map<String, String> valid) {
    String knows = engine.command() + " knows no volume option \"" + name + "\"";
    if (engine == Engine.PODMAN) {
      return knows;
    }
    if (valid != DOCKER_NAMED && DOCKER_NAMED.containsKey(name)) {
      return knows + " for a directory, only for a named volume";
    }
    if (valid == DOCKER_NAMED && DOCKER.containsKey(name)) {
      return knows + " for a named volume, only for a directory";
    }
    return knows
        + (PODMAN.containsKey(name) ? " for a directory (podman does: --engine podman)" : "");
  }

  private void named(String source) throws InvalidRequestException {
    if (source.isEmpty()) {
      throw invalid("the source before the colon is empty");
    }
    if (source.startsWith("~")) {
      throw invalid("the shell did not expand ~ here; write $HOME or the whole path");
    }
    if (!source.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+")) {
      throw invalid(
          "\"" + source + "\" is neither a path that begins with / or . nor a volume's name");
    }
  }

  /** A source as an absolute path, cleaned lexically as both engines do. */
  static Path path(Engine engine, String option, String source, Path directory)
      throws InvalidRequestException {
    try {
      return directory.resolve(source).normalize();
    } catch (InvalidPathException e) {
      throw new InvalidRequestException(
          option + ": " + engine.command() + " cannot be given such a path: " + e.getReason());
    }
  }

  private InvalidRequestException invalid(String why) {
    return new InvalidRequestException("-v " + spec + ": " + why);
  }

  private static Classes classes(String... groups) {
    return new Classes().with(groups);
  }

  /** Collects options by class. */
  private static final class Classes {
    private final Map<String, String> options = new HashMap<>();

    Classes with(String... groups) {
      for (String group : groups) {
        for (String option : group.split(" ", -1)) {
          options.put(option, group);
        }
      }
      return this;
    }
  }
}
