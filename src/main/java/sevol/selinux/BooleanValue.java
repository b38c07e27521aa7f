package sevol.selinux;

/**
 * A boolean of the policy with a value, as {@code setsebool NAME VALUE} takes them.
 *
 * @param name the policy's own name
 * @param value true for on
 */
public record BooleanValue(String name, boolean value) {
  /** Reads what {@link #toString} printed. */
  public static BooleanValue parse(String text) {
    int equals = text.lastIndexOf('=');
    return new BooleanValue(text.substring(0, equals), text.endsWith("=on"));
  }

  @Override
  public String toString() {
    return name + (value ? "=on" : "=off");
  }
}
