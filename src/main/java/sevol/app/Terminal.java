package sevol.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether somebody is looking. */
final class Terminal {
  private Terminal() {}

  /**
   * True if the descriptor is the journal's, as {@code JOURNAL_STREAM} tells (systemd.exec(5):
   * device and inode): a program whose output was redirected inherits the variable, too.
   */
  static boolean isJournal(int descriptor) {
    try {
      Map<String, Object> is =
          Files.readAttributes(Path.of("/proc/self/fd/" + descriptor), "unix:dev,ino");
      return (is.get("dev") + ":" + is.get("ino")).equals(System.getenv("JOURNAL_STREAM"));
    } catch (IOException closed) {
      return false;
    }
  }

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
