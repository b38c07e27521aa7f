package sevol.container;

/** The engines whose containers are known, spelt as their commands are. */
public enum Engine {
  DOCKER,
  PODMAN,
  CONTAINERD,
  CRIO;

  /** The engine's command name in lower case. */
  public String command() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
