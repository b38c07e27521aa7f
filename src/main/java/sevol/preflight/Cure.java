package sevol.preflight;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sevol.selinux.BooleanValue;

/**
 * A change after which the policy, asked again, allows everything that is needed.
 *
 * @param kind what is changed
 * @param value the label, the level, the type, the boolean or the option
 * @param command how, as words to be quoted when printed; empty where it is an option of the run
 */
public record Cure(Kind kind, String value, List<String> command) {
  public Cure {
    command = List.copyOf(command);
  }

  /** The booleans of a cure by booleans; empty for any other. */
  public List<BooleanValue> booleans() {
    return kind == Kind.BOOLEAN
        ? Arrays.stream(value.split(" ", -1)).map(BooleanValue::parse).toList()
        : List.of();
  }

  /** What is changed. */
  public enum Kind {
    /** The label of the whole tree. */
    LABEL,
    /** The mount's option, {@code :z}. */
    RELABEL,
    /** {@code --security-opt label=level:…} of the container. */
    LEVEL,
    /** {@code --security-opt label=type:…} of the container. */
    TYPE,
    /** A boolean of the policy. */
    BOOLEAN,
    /** The {@code context=} option of a file system that stores no labels. */
    CONTEXT;

    /** As JSON spells it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
