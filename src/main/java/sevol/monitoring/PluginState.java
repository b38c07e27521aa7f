package sevol.monitoring;

/** A service's state, and the exit status that tells it: Monitoring Plugins Guidelines, 2.4. */
public enum PluginState {
  OK(0),
  WARNING(1),
  CRITICAL(2),
  UNKNOWN(3);

  private final int exitStatus;

  PluginState(int exitStatus) {
    this.exitStatus = exitStatus;
  }

  /** 0 to 3. */
  public int exitStatus() {
    return exitStatus;
  }
}
