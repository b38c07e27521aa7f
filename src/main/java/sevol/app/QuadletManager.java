package sevol.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import sevol.request.InvalidRequestException;
import sevol.request.quadlet.QuadletHost;

/** Whose systemd would run a quadlet: the system's for root, else that of the caller. */
final class QuadletManager {
  private QuadletManager() {}

  static QuadletHost of(Map<String, String> environment) throws InvalidRequestException {
    int uid;
    try {
      uid = Caller.uid();
    } catch (IOException e) {
      throw new InvalidRequestException("whose unit it is cannot be told: " + e.getMessage());
    }
    if (uid == 0) {
      return QuadletHost.system();
    }
    String name = System.getProperty("user.name", "");
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", "/"));
    return QuadletHost.user(name, uid, Path.of(home));
  }
}
