package sevol.request.compose;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What {@code docker compose config} printed for a case, as mounts of its services. */
record RecordedConfig(JsonObject json) {
  static RecordedConfig of(String name) throws IOException {
    String text =
        Files.readString(ComposeCase.DIRECTORY.resolve("recorded").resolve(name + ".json"));
    return new RecordedConfig(JsonParser.parseString(text).getAsJsonObject());
  }

  boolean refused() {
    return json.has("error");
  }

  Set<String> services() {
    return part(json, "services").keySet();
  }

  /** The mounts of a service as {@link Listing#mount} writes them. */
  Set<String> mounts(String service) {
    JsonObject keys = part(part(json, "services"), service);
    Set<String> mounts = new TreeSet<>();
    Set<String> targets = new TreeSet<>();
    for (JsonElement volume : list(keys, "volumes")) {
      mounts.add(volume(volume.getAsJsonObject()));
      targets.add(text(volume.getAsJsonObject(), "target"));
    }
    for (JsonElement tmpfs : list(keys, "tmpfs")) {
      String[] part = (tmpfs.getAsString() + ":").split(":", -1);
      mounts.add("tmpfs - → " + part[0] + (part[1].startsWith("ro") ? " ro" : " rw"));
    }
    for (JsonElement element : list(keys, "devices")) {
      JsonObject device = element.getAsJsonObject();
      String allowed = text(device, "permissions");
      mounts.add(
          String.format(
              "device %s → %s %s %s",
              text(device, "source"),
              text(device, "target"),
              allowed.contains("w") ? "rw" : "ro",
              allowed));
    }
    for (String kind : List.of("configs", "secrets")) {
      for (JsonElement element : list(keys, kind)) {
        JsonObject file = element.getAsJsonObject();
        String path = text(part(part(json, kind), text(file, "source")), "file");
        String target = file.has("target") ? text(file, "target") : text(file, "source");
        String full =
            target.startsWith("/")
                ? target
                : (kind.equals("configs") ? "/" : "/run/secrets/") + target;
        if (!path.isEmpty() && !targets.contains(full)) {
          mounts.add("bind " + path + " → " + full + " ro");
        }
      }
    }
    return mounts;
  }

  private String volume(JsonObject volume) {
    String mode = volume.has("read_only") ? "ro" : "rw";
    String end = " → " + text(volume, "target") + " " + mode;
    JsonObject bind = part(volume, "bind");
    String selinux = bind.has("selinux") ? " :" + text(bind, "selinux") : "";
    if (text(volume, "type").equals("bind")) {
      boolean creates = bind.has("create_host_path") || !volume.has("bind");
      boolean binds = creates && !bind.has("propagation") && !bind.has("recursive");
      return "bind "
          + Path.of(text(volume, "source")).normalize() // which the engine does
          + end
          + (binds ? selinux : "")
          + (creates ? " creates" : "")
          + (text(bind, "recursive").equals("disabled") ? " not recursive" : "");
    }
    if (!text(volume, "type").equals("volume")) {
      return text(volume, "type") + " -" + end;
    }
    JsonObject declared = part(part(json, "volumes"), text(volume, "source"));
    JsonObject options = part(declared, "driver_opts");
    if (text(options, "o").startsWith("bind")) {
      return "bind " + text(options, "device") + end + selinux;
    }
    String driver = text(declared, "driver");
    String subpath = text(part(volume, "volume"), "subpath");
    return "volume "
        + (volume.has("source") ? text(declared, "name") : "-")
        + end
        + selinux
        + (driver.isEmpty() || driver.equals("local") ? "" : " driver " + driver)
        + (subpath.isEmpty() ? "" : " subpath " + subpath);
  }

  /** The label options of a service, and whether it is privileged. */
  Set<String> labels(String service) {
    JsonObject keys = part(part(json, "services"), service);
    Set<String> labels = new TreeSet<>();
    for (JsonElement option : list(keys, "security_opt")) {
      if (option.getAsString().startsWith("label")) {
        labels.add(option.getAsString().substring("label=".length()));
      }
    }
    if (keys.has("privileged")) {
      labels.add("privileged");
    }
    return labels;
  }

  private static JsonObject part(JsonObject json, String key) {
    return json.has(key) && json.get(key).isJsonObject()
        ? json.getAsJsonObject(key)
        : new JsonObject();
  }

  private static Iterable<JsonElement> list(JsonObject json, String key) {
    return json.has(key) ? json.getAsJsonArray(key) : List.of();
  }

  /** A text; config writes a dollar sign twice. */
  private static String text(JsonObject json, String key) {
    return json.has(key) ? json.get(key).getAsString().replace("$$", "$") : "";
  }
}
