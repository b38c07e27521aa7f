package sevol.request.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.request.InvalidRequestException;

/**
 * One entry of {@code volumes:} of a service, from the short or the long syntax.
 *
 * @param node where it is written
 * @param type {@code bind}, {@code volume}, {@code tmpfs} …
 * @param source as written; empty for none
 * @param selinux {@code z} or {@code Z}, empty for none
 * @param mountApi why docker compose gives it to the engine by the newer interface, which cannot
 *     relabel ({@code requireMountAPI} in {@code docker/compose:pkg/compose/create.go}); empty if
 *     it does not
 * @param createsSource a missing directory is made
 * @param recursive mounts below the source come along
 * @param subpath the part of a volume
 */
record VolumeEntry(
    Yaml node,
    String type,
    String source,
    String target,
    boolean readOnly,
    String selinux,
    String mountApi,
    boolean createsSource,
    boolean recursive,
    String subpath) {
  private static final String KEY = "volumes";
  private static final Set<String> PROPAGATIONS =
      Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

  /** Reads either syntax. */
  static VolumeEntry of(ServiceScope scope, Yaml node) throws InvalidRequestException {
    return node instanceof Yaml.Keys keys
        ? written(scope, keys)
        : parsed(scope, node, scope.text(node, KEY));
  }

  /**
   * The short syntax: {@code [SOURCE:]TARGET[:OPTIONS]} as {@code
   * compose-spec/compose-go:format/volume.go} splits it, where one letter before a colon is a
   * Windows drive and unknown options are passed over.
   */
  static VolumeEntry parsed(ServiceScope scope, Yaml node, String text)
      throws InvalidRequestException {
    List<String> part = split(text);
    for (String one : part) {
      if (one.isEmpty()) {
        throw scope.invalid(node, KEY, "empty, or an empty part beside a colon");
      }
    }
    if (part.size() > 3) {
      throw scope.invalid(node, KEY, "more than two colons; use the long syntax");
    }
    boolean readOnly = false;
    String selinux = "";
    String propagation = "";
    for (String option : part.size() == 3 ? part.get(2).split(",", -1) : new String[0]) {
      switch (option) {
        case "ro" -> readOnly = true;
        case "rw" -> readOnly = false;
        case "z", "Z" -> selinux = option;
        default -> propagation = PROPAGATIONS.contains(option) ? option : propagation;
      }
    }
    String source = part.size() == 1 ? "" : part.get(0);
    boolean bind = source.matches("(?s)[./~].*|\\\\\\\\.*|\\p{L}:.*");
    return new VolumeEntry(
        node,
        bind ? "bind" : "volume",
        source,
        part.get(part.size() == 1 ? 0 : 1),
        readOnly,
        selinux,
        bind && !propagation.isEmpty() ? "propagation" : "",
        bind,
        true,
        "");
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      boolean drive = i == start + 1 && Character.isLetter(text.charAt(start));
      if (text.charAt(i) == ':' && !drive) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static VolumeEntry written(ServiceScope scope, Yaml.Keys keys)
      throws InvalidRequestException {
    String type = scope.text(keys, "type", KEY);
    if (type.isEmpty()) {
      throw scope.invalid(keys, KEY, "type is missing");
    }
    Yaml.Keys bind = part(scope, keys, "bind");
    Yaml.Keys volume = part(scope, keys, type.equals("image") ? "image" : "volume");
    String selinux = bind == null ? "" : scope.text(bind, "selinux", KEY);
    if (!Set.of("", "z", "Z").contains(selinux)) {
      throw scope.invalid(keys, KEY, "selinux must be z or Z");
    }
    String recursive = bind == null ? "" : scope.text(bind, "recursive", KEY);
    Boolean creates = bind == null ? null : scope.truth(bind, "create_host_path", KEY);
    return new VolumeEntry(
        keys,
        type,
        scope.text(keys, "source", KEY),
        scope.text(keys, "target", KEY),
        Boolean.TRUE.equals(scope.truth(keys, "read_only", KEY)),
        selinux,
        bind == null ? "" : mountApi(creates, scope.text(bind, "propagation", KEY), recursive),
        bind == null || Boolean.TRUE.equals(creates),
        !recursive.equals("disabled"),
        volume == null ? "" : scope.text(volume, "subpath", KEY));
  }

  private static Yaml.@Nullable Keys part(ServiceScope scope, Yaml.Keys keys, String name)
      throws InvalidRequestException {
    Yaml part = keys.get(name);
    if (part == null || part instanceof Yaml.Keys) {
      return (Yaml.Keys) part;
    }
    throw scope.invalid(part, KEY, name + " must be a map");
  }

  private static String mountApi(@Nullable Boolean creates, String propagation, String recursive) {
    if (creates == null) {
      return "without create_host_path: true";
    }
    if (!creates) {
      return "create_host_path: false";
    }
    return !propagation.isEmpty() ? "propagation" : recursive.isEmpty() ? "" : "recursive";
  }
}
