package sevol.request.compose;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sevol.request.InvalidRequestException;

/**
 * A volume that the files declare.
 *
 * @param name what the engine calls it
 * @param driver {@code local}, or a plugin's
 * @param type {@code driver_opts.type}
 * @param device for {@code o: bind} the directory of the host that it really is; null for others
 * @param foreign {@code driver_opts} name something else to mount
 */
record NamedVolume(
    String name, String driver, String type, @Nullable Path device, boolean foreign) {
  /** Reads one of the section {@code volumes}. */
  static NamedVolume of(ServiceScope scope, String project, String key, Yaml node)
      throws InvalidRequestException {
    Yaml.Keys keys = ComposeLoader.map(node, node.place(), "volume " + Shown.name(key));
    boolean external =
        keys.get("external") instanceof Yaml.Keys
            || Boolean.TRUE.equals(scope.truth(keys, "external", "volumes"));
    String name = scope.text(keys, "name", "volumes");
    if (keys.get("external") instanceof Yaml.Keys old && name.isEmpty()) {
      name = scope.text(old, "name", "volumes");
    }
    if (name.isEmpty()) {
      name = external ? key : project + "_" + key;
    }
    String driver = scope.text(keys, "driver", "volumes");
    Yaml.Keys options =
        ComposeLoader.map(keys.get("driver_opts"), node.place(), "volumes: driver_opts");
    String type = scope.text(options, "type", "volumes");
    String o = scope.text(options, "o", "volumes");
    Yaml device = options.get("device");
    boolean local = driver.isEmpty() || driver.equals("local");
    boolean bind = Arrays.asList(o.split(",", -1)).contains("bind") || o.contains("rbind");
    if (external || device == null || !local || !bind) {
      return new NamedVolume(
          name, local ? "local" : driver, type, null, !external && device != null);
    }
    String path = scope.text(device, "volumes");
    if (driver.equals("local") && o.equals("bind")) {
      return new NamedVolume(name, "local", type, scope.hostPath(device, "volumes", path), false);
    }
    if (!path.startsWith("/")) {
      scope.note(
          "volumes: the device of "
              + key
              + " is relative to the engine's own directory; say driver: local and o: bind, and"
              + " compose makes it relative to the project");
    }
    try {
      return new NamedVolume(name, "local", type, Path.of("/").resolve(path).normalize(), false);
    } catch (InvalidPathException e) {
      throw scope.invalid(device, "volumes", "no path can hold this");
    }
  }
}
