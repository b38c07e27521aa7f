package sevol.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody is looking. */
final class Terminal {
  private Terminal() {}

  /** True if the descriptor is a terminal, as isatty(3) would say, told by its link in /proc. */
  static boolean is(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException closed) {
      return false;
    }
  }
}
