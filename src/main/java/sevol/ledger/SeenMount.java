package sevol.ledger;

/**
 * The bind mount that an incident is about, as its first container had it.
 *
 * @param source path on the host
 * @param destination path inside the container
 * @param readOnly mounted {@code ro}
 */
public record SeenMount(String source, String destination, boolean readOnly) {
  public SeenMount {
    source = Bounds.path(source);
    destination = Bounds.path(destination);
  }

  /** {@code ro} or {@code rw}. */
  public String mode() {
    return readOnly ? "ro" : "rw";
  }

  long weight() {
    return Bounds.weight(source) + Bounds.weight(destination);
  }
}
