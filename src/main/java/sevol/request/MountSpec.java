package sevol.request;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;
import sevol.request.MountRequest.Made.What;

/**
 * The value of {@code --mount}: one CSV record of {@code key=value}, as {@code
 * docker/cli:opts/mount.go} and podman-run(1) read it. Docker has no key that relabels.
 */
public final class MountSpec {
  private static final Map<String, String> ALIASES =
      Map.of(
          "src", "source",
          "dst", "target",
          "destination", "target",
          "dest", "target",
          "ro", "readonly",
          "chown", "U");

  private static final Set<String> DOCKER =
      Set.of(
          "type",
          "source",
          "target",
          "readonly",
          "consistency",
          "bind-propagation",
          "bind-recursive",
          "bind-nonrecursive",
          "bind-create-src");

  private static final Set<String> PODMAN =
      Set.of(
          "type",
          "source",
          "target",
          "readonly",
          "rw",
          "consistency",
          "bind-propagation",
          "bind-nonrecursive",
          "relabel",
          "z",
          "Z",
          "idmap",
          "U",
          "dev",
          "nodev",
          "exec",
          "noexec",
          "suid",
          "nosuid",
          "no-dereference");

  private final Engine engine;
  private final String spec;
  private final Map<String, String> keys = new LinkedHashMap<>();

  private MountSpec(Engine engine, String spec) {
    this.engine = engine;
    this.spec = spec;
  }

  /**
   * Reads one specification.
   *
   * @param directory what a relative source is relative to
   */
  public static MountRequest parse(Engine engine, String spec, Path directory)
      throws InvalidRequestException {
    return new MountSpec(engine, spec).parse(directory);
  }

  private MountRequest parse(Path directory) throws InvalidRequestException {
    readKeys();
    String type = keys.getOrDefault("type", "volume");
    return switch (type) {
      case "bind" -> bind(directory);
      case "volume" ->
          new MountRequest.Volume(
              engine,
              keys.get("source"),
              keys.getOrDefault("volume-driver", "local"),
              target(),
              readOnly(),
              relabel(),
              false,
              keys.getOrDefault("volume-subpath", keys.getOrDefault("subpath", "")));
      case "tmpfs" -> made(What.TMPFS);
      case "ramfs" -> made(What.RAMFS);
      case "devpts" -> made(What.DEVPTS);
      case "image" -> made(What.IMAGE);
      case "artifact" -> made(What.ARTIFACT);
      case "glob" -> throw invalid("sevol does not expand type=glob; name each directory with -v");
      default -> throw invalid(engine.command() + " knows no type \"" + type + "\"");
    };
  }

  private MountRequest made(What what) throws InvalidRequestException {
    return new MountRequest.Made(
        engine, what, keys.getOrDefault("source", ""), target(), readOnly());
  }

  private MountRequest bind(Path directory) throws InvalidRequestException {
    for (String key : keys.keySet()) {
      if (!(engine == Engine.DOCKER ? DOCKER : PODMAN).contains(key)) {
        throw invalid(unknown(key));
      }
    }
    String target = target();
    String source = source(target);
    if (!source.startsWith("/") && !source.startsWith(".")) {
      throw invalid("source \"" + source + "\" is not an absolute path");
    }
    return new MountRequest.Bind(
        engine,
        VolumeSpec.path(engine, "--mount " + spec, source, directory),
        target,
        readOnly(),
        relabel(),
        false,
        engine == Engine.DOCKER && truth("bind-create-src"),
        !"disabled".equals(keys.get("bind-recursive")) && !truth("bind-nonrecursive"));
  }

  private String target() throws InvalidRequestException {
    String target = keys.get("target");
    if (target == null || !target.startsWith("/")) {
      throw invalid("target= must be given and begin with /");
    }
    return target;
  }

  private boolean readOnly() throws InvalidRequestException {
    return truth("readonly") || (keys.containsKey("rw") && !truth("rw"));
  }

  private void readKeys() throws InvalidRequestException {
    List<String> fields;
    try {
      fields = CsvRecord.fields(spec);
    } catch (InvalidRequestException e) {
      throw invalid(e.getMessage() == null ? "not CSV" : e.getMessage());
    }
    for (String field : fields) {
      int equals = field.indexOf('=');
      String key = equals < 0 ? field : field.substring(0, equals);
      String name = key.length() == 1 ? key : key.toLowerCase(Locale.ROOT);
      keys.put(ALIASES.getOrDefault(name, name), equals < 0 ? "true" : field.substring(equals + 1));
    }
  }

  private String source(String target) throws InvalidRequestException {
    @Nullable String source = keys.get("source");
    if (source != null && !source.isEmpty()) {
      return source;
    }
    if (engine == Engine.PODMAN && source == null) {
      return target; // podman-run(1): the source defaults to the destination
    }
    throw invalid("source= must be given");
  }

  private Relabel relabel() throws InvalidRequestException {
    String relabel = keys.get("relabel");
    if (relabel != null && !relabel.equals("shared") && !relabel.equals("private")) {
      throw invalid("relabel is shared or private");
    }
    boolean shared = truth("z") || "shared".equals(relabel);
    boolean single = truth("Z") || "private".equals(relabel);
    if (shared && single) {
      throw invalid("z and Z exclude each other");
    }
    return shared ? Relabel.SHARED : single ? Relabel.PRIVATE : Relabel.NONE;
  }

  private boolean truth(String key) throws InvalidRequestException {
    String value = keys.get(key);
    if (value == null) {
      return false;
    }
    return switch (value) { // strconv.ParseBool
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw invalid(key + "=" + value + " is neither true nor false");
    };
  }

  private String unknown(String key) {
    boolean relabels = key.equals("z") || key.equals("Z") || key.equals("relabel");
    if (engine == Engine.DOCKER && relabels) {
      return "docker's --mount cannot relabel; use -v with :" + (key.equals("Z") ? "Z" : "z");
    }
    return engine.command() + " knows no key \"" + key + "\" of a bind mount";
  }

  private InvalidRequestException invalid(String why) {
    return new InvalidRequestException("--mount " + spec + ": " + why);
  }
}
