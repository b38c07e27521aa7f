package sevol.report.export;

import java.util.List;
import sevol.report.ShellWords;

/** A literal path as an argument of restorecon(8), which expands its arguments by glob(3). */
final class RelabelPath {
  private static final String GLOB = "*?[{\\";

  private RelabelPath() {}

  /**
   * The pattern that matches the path alone. A dollar sign becomes a bracket expression, since
   * Ansible puts the values of environment variables into arguments of commands, whatever stands
   * before the dollar sign.
   */
  static String glob(String path) {
    StringBuilder pattern = new StringBuilder();
    for (char c : path.toCharArray()) {
      if (c == '$') {
        pattern.append("[$]");
      } else {
        pattern.append(GLOB.indexOf(c) >= 0 ? "\\" : "").append(c);
      }
    }
    return pattern.toString();
  }

  /** The command for a POSIX shell or bash. */
  static String command(String path) {
    return ShellWords.join(List.of("restorecon", "-RF", glob(path)));
  }
}
