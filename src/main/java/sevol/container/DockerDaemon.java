package sevol.container;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code /etc/docker/daemon.json} says. */
public final class DockerDaemon {
  private static final long MAX_BYTES = 1 << 20;

  private DockerDaemon() {}

  /**
   * True if the file sets {@code "selinux-enabled": true}. The default is false (dockerd(8)); a
   * {@code --selinux-enabled} on dockerd's own command line is not seen here.
   */
  public static boolean setsSelinuxEnabled(Path daemonJson) {
    try {
      if (Files.size(daemonJson) > MAX_BYTES) {
        return false;
      }
      JsonElement json = JsonParser.parseString(Files.readString(daemonJson));
      JsonElement enabled =
          json.isJsonObject() ? json.getAsJsonObject().get("selinux-enabled") : null;
      return enabled != null && enabled.isJsonPrimitive() && enabled.getAsBoolean();
    } catch (IOException | JsonParseException e) {
      return false;
    }
  }
}
