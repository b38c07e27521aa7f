package sevol.request;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;

/**
 * The keys of a {@code --mount} of podman's ({@code containers/podman:pkg/specgenutil/volumes.go}),
 * with its quirks: {@code Z=false} and {@code bind-nonrecursive=false} still mean yes, and {@code
 * ro=1} means nothing.
 */
final class PodmanMountKeys {
  private static final Set<String> TYPES =
      Set.of("bind", "glob", "volume", "tmpfs", "ramfs", "devpts", "image", "artifact");

  /** Options that are passed on as they are; a value is ignored. */
  private static final Set<String> PLAIN =
      Set.of(
          "nodev dev noexec exec nosuid suid shared rshared private rprivate slave rslave unbindable"
              .concat(" runbindable z Z no-dereference")
              .split(" ", -1));

  private final String spec;
  private final Set<String> seen = new HashSet<>();

  /** One of podman's types. */
  final String type;

  /** Mount options, as {@code -v} has them. */
  final List<String> options = new ArrayList<>();

  @Nullable String source;
  @Nullable String target;
  String subpath = "";

  /** {@code rw=true} of an image. */
  boolean writable;

  /** Reads a specification. */
  PodmanMountKeys(String spec) throws InvalidRequestException {
    this.spec = spec;
    String first = null;
    List<String> tokens = new ArrayList<>();
    for (String field : MountSpec.fields(Engine.PODMAN, spec)) {
      if (first == null && field.startsWith("type=") && field.indexOf('=', 5) < 0) {
        first = field.substring(5);
      } else {
        tokens.add(field);
      }
    }
    type = first == null ? "volume" : first;
    if (!TYPES.contains(type)) {
      throw invalid("podman knows no type \"" + type + "\"");
    }
    for (String token : tokens) {
      int equals = token.indexOf('=');
      read(
          equals < 0 ? token : token.substring(0, equals),
          equals < 0 ? null : token.substring(equals + 1),
          token);
    }
    if (target != null && !target.startsWith("/")) {
      throw invalid("target= must begin with /");
    }
    if (target == null && !type.equals("glob")) {
      throw invalid("target= must be given");
    }
  }

  private void read(String key, @Nullable String value, String token)
      throws InvalidRequestException {
    boolean made = Set.of("devpts", "image", "artifact").contains(type);
    switch (key) {
      case "source", "src" -> {
        boolean none = type.equals("tmpfs") || type.equals("devpts");
        once(source != null && !made, key);
        accept(none ? "" : key, key);
        source = needed(key, value);
      }
      case "target", "dst", "destination", "dest" -> {
        once(target != null && !made, key);
        target = needed(key, value);
      }
      default -> {
        switch (type) {
          case "devpts" -> accept("uid gid mode ptmxmode newinstance max", key);
          case "artifact" -> accept("title digest name", key);
          case "image" -> readImage(key, value);
          default -> readOption(key, value, token);
        }
      }
    }
  }

  private void readImage(String key, @Nullable String value) throws InvalidRequestException {
    accept("rw readwrite idmap subpath consistency", key);
    if (key.equals("rw") || key.equals("readwrite")) {
      writable = "true".equals(value);
      if (!writable && !"false".equals(value)) {
        throw invalid(key + " is " + key + "=true or " + key + "=false");
      }
    } else if (key.equals("subpath") && !needed(key, value).startsWith("/")) {
      throw invalid("subpath must begin with /");
    }
  }

  private void readOption(String key, @Nullable String value, String token)
      throws InvalidRequestException {
    switch (key) {
      case "readonly", "ro", "rw" -> {
        once(!seen.add("rw"), key);
        String truth = value == null ? "true" : value.toLowerCase(Locale.ROOT);
        if (truth.equals("true")) {
          options.add(key.equals("rw") ? "rw" : "ro");
        } else if (truth.equals("false") && key.equals("rw")) {
          options.add("ro");
        }
      }
      case "relabel" -> {
        once(!seen.add(key), key);
        if (!"shared".equals(value) && !"private".equals(value)) {
          throw invalid("relabel is shared or private");
        }
        options.add("shared".equals(value) ? "z" : "Z");
      }
      case "U", "chown" -> {
        once(!seen.add("U"), key);
        if (!Set.of("", "true", "false")
            .contains(value == null ? "" : value.toLowerCase(Locale.ROOT))) {
          throw invalid(key + "=" + value + " is neither true nor false");
        }
      }
      case "bind-nonrecursive", "bind-propagation" -> {
        accept(type.equals("bind") ? key : "", key);
        options.add(key.equals("bind-nonrecursive") ? "bind" : needed(key, value));
      }
      case "subpath", "volume-subpath" -> {
        accept(type.equals("volume") ? key : "", key);
        subpath = needed(key, value);
      }
      case "tmpfs-size", "tmpfs-mode", "tmpcopyup", "notmpcopyup" ->
          accept(type.equals("tmpfs") ? key : "", key);
      case "idmap" -> options.add(token);
      case "volume-opt" -> accept(type.equals("volume") ? key : "", key);
      case "consistency", "noswap" -> {}
      default -> {
        if (!PLAIN.contains(key)) {
          throw unknown(key);
        }
        options.add(key);
      }
    }
  }

  private void accept(String keys, String key) throws InvalidRequestException {
    if (!List.of(keys.split(" ", -1)).contains(key)) {
      throw unknown(key);
    }
  }

  private void once(boolean before, String key) throws InvalidRequestException {
    if (before) {
      throw invalid(key + ", or another word for it, is given twice");
    }
  }

  private String needed(String key, @Nullable String value) throws InvalidRequestException {
    if (value == null || value.isEmpty()) {
      throw invalid(key + "= must have a value");
    }
    return value;
  }

  private InvalidRequestException unknown(String key) {
    return invalid("podman knows no key \"" + key + "\" of type=" + type);
  }

  InvalidRequestException invalid(String why) {
    return new InvalidRequestException("--mount " + spec + ": " + why);
  }
}
