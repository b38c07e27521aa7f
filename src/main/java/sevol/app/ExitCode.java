package sevol.app;

/** Exit statuses of every command but the plugin. */
final class ExitCode {
  /** Fine. */
  static final int FINE = 0;

  /** Something is or would be denied. */
  static final int DENIED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** Cannot tell. */
  static final int UNKNOWN = 3;

  private ExitCode() {}
}
