package sevol.container;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sevol.selinux.SecurityContext;

/**
 * The containers that dockerd keeps on disk, also those that do not run or never did: {@code
 * containers/ID/config.v2.json} below its root (moby, daemon/container).
 */
final class DockerConfigs {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_MOUNTS = 1024;

  private DockerConfigs() {}

  /**
   * Reads them; what cannot be read is left out.
   *
   * @param containers for example {@code /var/lib/docker/containers}, of root's own
   */
  static List<Container> of(Path containers) {
    List<Container> found = new ArrayList<>();
    for (String id : EngineDirectories.names(containers)) {
      if (ID.matcher(id).matches()) {
        read(containers.resolve(id).resolve("config.v2.json"), id).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<Container> read(Path file, String id) {
    JsonElement config;
    try {
      config = JsonFile.read(file, MAX_BYTES);
    } catch (IOException e) {
      return Optional.empty();
    }
    String name = JsonFile.string(config, "Name");
    List<BindMount> mounts = new ArrayList<>();
    for (Map.Entry<String, JsonElement> point : JsonFile.object(config, "MountPoints").entrySet()) {
      if (mounts.size() < MAX_MOUNTS) {
        mount(point.getKey(), point.getValue()).ifPresent(mounts::add);
      }
    }
    return Optional.of(
        new Container(
            Engine.DOCKER,
            id,
            name == null || !name.startsWith("/") ? name : name.substring(1),
            label(config, "ProcessLabel"),
            label(config, "MountLabel"),
            null,
            mounts));
  }

  private static @Nullable SecurityContext label(JsonElement config, String key) {
    String text = JsonFile.string(config, key);
    return text == null ? null : SecurityContext.parse(text).orElse(null);
  }

  /** A volume has its place in Source only once it was mounted. */
  private static Optional<BindMount> mount(String destination, JsonElement point) {
    String source = JsonFile.string(point, "Source");
    if (source == null || !source.startsWith("/")) {
      return Optional.empty();
    }
    boolean writable =
        point instanceof JsonObject o
            && o.get("RW") instanceof JsonPrimitive rw
            && rw.isBoolean()
            && rw.getAsBoolean();
    try {
      return Optional.of(new BindMount(Path.of(source), Path.of(destination), !writable));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
