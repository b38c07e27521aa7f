package sevol.request;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import sevol.container.Engine;
import sevol.request.MountRequest.Made.What;

/**
 * The value of docker's {@code --mount} ({@code docker/cli:opts/mount.go}, and {@code
 * validateMountConfigImpl} of the daemon). No key relabels.
 */
final class DockerMount {
  private static final Map<String, String> ALIASES =
      Map.of("src", "source", "dst", "target", "destination", "target", "ro", "readonly");

  /** Keys that may stand without a value. */
  private static final Set<String> FLAGS =
      Set.of("readonly", "volume-nocopy", "bind-nonrecursive", "bind-create-src");

  private static final Set<String> KEYS =
      Set.of(
          "type",
          "source",
          "target",
          "consistency",
          "bind-propagation",
          "bind-recursive",
          "volume-subpath",
          "volume-label",
          "volume-driver",
          "volume-opt",
          "image-subpath",
          "tmpfs-size",
          "tmpfs-mode");

  private static final Set<String> PROPAGATIONS =
      Set.of("", "private", "rprivate", "shared", "rshared", "slave", "rslave");

  private final String spec;
  private final Path directory;
  private final Map<String, String> keys = new HashMap<>();

  DockerMount(String spec, Path directory) {
    this.spec = spec;
    this.directory = directory;
  }

  MountRequest parse() throws InvalidRequestException {
    for (String field : MountSpec.fields(Engine.DOCKER, spec)) {
      int equals = field.indexOf('=');
      String written = (equals < 0 ? field : field.substring(0, equals));
      String key = ALIASES.getOrDefault(lower(written), lower(written));
      if (!KEYS.contains(key) && !FLAGS.contains(key)) {
        throw invalid(unknown(written));
      }
      if (equals < 0 && !FLAGS.contains(key)) {
        throw invalid(written + "= must have a value");
      }
      String value = equals < 0 ? "true" : field.substring(equals + 1);
      if (FLAGS.contains(key) && Truth.of(value).isEmpty()) {
        throw invalid(written + "=" + value + " is neither true nor false");
      }
      keys.put(key, value);
    }
    String type = lower(keys.getOrDefault("type", "volume"));
    checkPrefixes(type);
    String target = target();
    String source = keys.getOrDefault("source", "");
    return switch (type) {
      case "bind" -> bind(source, target);
      case "volume" -> volume(source, target);
      case "tmpfs" -> {
        checkTmpfs(source);
        yield new MountRequest.Made(Engine.DOCKER, What.TMPFS, "", target, truth("readonly"));
      }
      case "image" -> {
        if (source.isEmpty()) {
          throw invalid("source= must be given");
        }
        yield new MountRequest.Made(Engine.DOCKER, What.IMAGE, source, target, truth("readonly"));
      }
      default -> throw invalid("docker knows no type \"" + type + "\"");
    };
  }

  private MountRequest bind(String source, String target) throws InvalidRequestException {
    if (source.isEmpty()) {
      throw invalid("source= must be given");
    }
    if (!source.startsWith("/") && !source.startsWith("./") && !source.equals(".")) {
      throw invalid("source \"" + source + "\" is not an absolute path");
    }
    String propagation = lower(keys.getOrDefault("bind-propagation", ""));
    if (!PROPAGATIONS.contains(propagation)) {
      throw invalid("docker knows no propagation \"" + propagation + "\"");
    }
    String recursive = keys.getOrDefault("bind-recursive", "enabled");
    switch (recursive) {
      case "enabled", "disabled" -> {}
      case "writable", "readonly" -> {
        boolean alone = recursive.equals("readonly") && !propagation.equals("rprivate");
        if (!truth("readonly") || alone) {
          throw invalid(
              "bind-recursive="
                  + recursive
                  + " goes with readonly"
                  + (alone ? " and bind-propagation=rprivate" : ""));
        }
      }
      default -> throw invalid("bind-recursive is enabled, disabled, writable or readonly");
    }
    return new MountRequest.Bind(
        Engine.DOCKER,
        VolumeSpec.path(Engine.DOCKER, "--mount " + spec, source, directory),
        target,
        truth("readonly"),
        Relabel.NONE,
        false,
        truth("bind-create-src"),
        !recursive.equals("disabled") && !truth("bind-nonrecursive"));
  }

  private MountRequest volume(String source, String target) throws InvalidRequestException {
    String subpath = keys.getOrDefault("volume-subpath", "");
    if (source.isEmpty() && (truth("readonly") || !subpath.isEmpty())) {
      throw invalid("a volume without a name cannot be read-only, nor have a volume-subpath");
    }
    if (!isLocal(subpath)) {
      throw invalid("volume-subpath must be relative, and stay in the volume");
    }
    String driver = keys.getOrDefault("volume-driver", "local");
    return new MountRequest.Volume(
        Engine.DOCKER,
        source.isEmpty() ? null : VolumeSpec.name(Engine.DOCKER, "--mount " + spec, source),
        driver,
        target,
        truth("readonly"),
        driver.equals("local") ? Relabel.SHARED : Relabel.NONE,
        false,
        subpath);
  }

  private static boolean isLocal(String subpath) {
    return !subpath.startsWith("/") && !CleanPath.of(subpath).matches("\\.\\.(/.*)?");
  }

  private void checkTmpfs(String source) throws InvalidRequestException {
    if (!source.isEmpty()) {
      throw invalid("a tmpfs has no source");
    }
    if (!keys.getOrDefault("tmpfs-mode", "0").matches("[0-7]{1,10}")) {
      throw invalid("tmpfs-mode is an octal number");
    }
    if (!lower(keys.getOrDefault("tmpfs-size", "0"))
        .matches("[0-9]+(\\.[0-9]+)? ?([kmgtp]?i?b?)")) {
      throw invalid("tmpfs-size is a size, as in 64m");
    }
  }

  /** {@code bind-…} is for type=bind alone, and so on. */
  private void checkPrefixes(String type) throws InvalidRequestException {
    Set<String> given = new HashSet<>(keys.keySet());
    for (String key : given) {
      int dash = key.indexOf('-');
      if (dash > 0 && !key.substring(0, dash).equals(type)) {
        throw invalid(key + " is not for type=" + type);
      }
    }
  }

  private String target() throws InvalidRequestException {
    String target = keys.getOrDefault("target", "");
    if (!target.replace('\\', '/').startsWith("/")) {
      throw invalid("target= must be given and begin with /");
    }
    if (DockerVolume.isRoot(target)) {
      throw invalid("the path in the container cannot be /");
    }
    return target;
  }

  private boolean truth(String key) {
    return Truth.of(keys.getOrDefault(key, "false")).orElse(false);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String unknown(String key) {
    return List.of("z", "Z", "relabel").contains(key)
        ? "docker's --mount cannot relabel; use -v with :" + (key.equals("Z") ? "Z" : "z")
        : "docker knows no key \"" + key + "\" of a mount";
  }

  private InvalidRequestException invalid(String why) {
    return new InvalidRequestException("--mount " + spec + ": " + why);
  }
}
