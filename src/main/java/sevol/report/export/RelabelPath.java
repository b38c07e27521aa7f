package sevol.report.export;

import java.util.List;
import java.util.regex.Pattern;
import sevol.report.ShellWords;

/** A literal path as an argument of restorecon(8), which expands its arguments by glob(3). */
final class RelabelPath {
  private static final Pattern GLOB = Pattern.compile("[*?\\[{\\\\]");

  private RelabelPath() {}

  /**
   * The pattern that matches the path alone. A dollar sign becomes a bracket expression, since
   * Ansible puts the values of environment variables into arguments of commands, whatever stands
   * before the dollar sign.
   */
  static String glob(String path) {
    return GLOB.matcher(path).replaceAll("\\\\$0").replace("$", "[$]");
  }

  /** The command for a POSIX shell or bash. */
  static String command(String path) {
    return ShellWords.join(List.of("restorecon", "-RF", glob(path)));
  }
}
