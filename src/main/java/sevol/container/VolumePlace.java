package sevol.container;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * Where the content of an engine's named volume is.
 *
 * @param path the directory
 * @param mountedLater something else is mounted there whenever the volume is used
 */
public record VolumePlace(Path path, boolean mountedLater) {
  private static final long MAX_OPTIONS = 1 << 16;

  /**
   * Looks for a volume.
   *
   * @param directories where the engine may keep its volumes, the likeliest first
   * @return empty if it does not exist, or may not be seen
   */
  public static Optional<VolumePlace> find(Collection<Path> directories, String name) {
    if (name.isEmpty() || name.contains("/") || name.matches("\\.+") || name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return directories.stream()
        .map(d -> d.resolve(name))
        .filter(v -> Files.isDirectory(v.resolve("_data")))
        .findFirst()
        .map(VolumePlace::of);
  }

  /** Docker's {@code opts.json} says of a local volume what is mounted there when it is used. */
  private static VolumePlace of(Path volume) {
    Path data = volume.resolve("_data");
    Path options = volume.resolve("opts.json");
    if (!Files.exists(options)) {
      return new VolumePlace(data, false);
    }
    try {
      if (Files.size(options) > MAX_OPTIONS) {
        return new VolumePlace(data, true);
      }
      JsonElement json = JsonParser.parseString(Files.readString(options));
      String device = text(json, "MountDevice");
      boolean bind = ("," + text(json, "MountOpts") + ",").matches(".*,r?bind,.*");
      return bind && device.startsWith("/")
          ? new VolumePlace(Path.of(device), false)
          : new VolumePlace(data, !device.isEmpty());
    } catch (IOException | JsonParseException | IllegalArgumentException e) {
      return new VolumePlace(data, true);
    }
  }

  private static String text(JsonElement json, String name) {
    JsonElement value = json instanceof JsonObject o ? o.get(name) : null;
    return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
  }
}
