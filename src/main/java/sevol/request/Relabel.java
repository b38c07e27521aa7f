package sevol.request;

/** What an engine is asked to do to the labels of a source before the container starts. */
public enum Relabel {
  NONE(""),
  /** {@code :z}: the whole tree to the container file label at s0. */
  SHARED(":z"),
  /** {@code :Z}: the whole tree to the container's own level. */
  PRIVATE(":Z");

  private final String option;

  Relabel(String option) {
    this.option = option;
  }

  /** As {@code -v} spells it, colon included; empty for none. */
  public String option() {
    return option;
  }
}
