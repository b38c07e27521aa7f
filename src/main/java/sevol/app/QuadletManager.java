package sevol.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import sevol.request.quadlet.QuadletHost;

/** Whose systemd would run a quadlet: the system's for root, else that of the caller. */
final class QuadletManager {
  private QuadletManager() {}

  static QuadletHost of(Map<String, String> environment) {
    long uid = uid();
    if (uid == 0) {
      return QuadletHost.system();
    }
    String name = System.getProperty("user.name", "");
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", "/"));
    return QuadletHost.user(name, uid, Path.of(home));
  }

  private static long uid() {
    try {
      Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      return ((Integer) uid).longValue();
    } catch (IOException e) {
      return 0;
    }
  }
}
