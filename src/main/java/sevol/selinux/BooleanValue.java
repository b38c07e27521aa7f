package sevol.selinux;

/**
 * A boolean of the policy with a value, as {@code setsebool NAME VALUE} takes them.
 *
 * @param name the policy's own name
 * @param value true for on
 */
public record BooleanValue(String name, boolean value) {
  @Override
  public String toString() {
    return name + (value ? "=on" : "=off");
  }
}
