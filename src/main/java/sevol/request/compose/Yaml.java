package sevol.request.compose;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node of a compose file, its variables already put in. An aliased node is one object. */
sealed interface Yaml {
  /** Where it is written. */
  Place place();

  /** What merging makes of it. */
  Tag tag();

  /** The tags of compose: {@code !reset} and {@code !override}. */
  enum Tag {
    NONE,
    RESET,
    OVERRIDE
  }

  /**
   * A scalar.
   *
   * @param plain written without quotes
   * @param unset variables that were not set and count as empty in it
   */
  record Text(Place place, Tag tag, String value, boolean plain, Set<String> unset)
      implements Yaml {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    /** YAML's null. */
    boolean isNull() {
      return plain && unset.isEmpty() && NULLS.contains(value);
    }

    /** As compose casts it; null if it is no boolean. */
    @Nullable Boolean truth() {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "true", "yes", "y", "on" -> true;
        case "false", "no", "n", "off" -> false;
        default -> null;
      };
    }
  }

  /** A list. */
  record Items(Place place, Tag tag, List<Yaml> items) implements Yaml {}

  /** A map, in the order in which it is written. */
  record Keys(Place place, Tag tag, Map<String, Yaml> entries) implements Yaml {
    /** An entry that is there, not null and not reset; null otherwise. */
    @Nullable Yaml get(String key) {
      Yaml value = entries.get(key);
      return value == null || absent(value) ? null : value;
    }

    /** The entries that are not reset, null ones included. */
    Map<String, Yaml> present() {
      Map<String, Yaml> present = new LinkedHashMap<>(entries);
      present.values().removeIf(value -> value.tag() == Tag.RESET);
      return present;
    }

    /** This map without the entries of other names. */
    Keys only(Set<String> names) {
      Map<String, Yaml> some = new LinkedHashMap<>(entries);
      some.keySet().retainAll(names);
      return new Keys(place, tag, some);
    }
  }

  /** Reset, or YAML's null. */
  static boolean absent(Yaml node) {
    return node.tag() == Tag.RESET || (node instanceof Text text && text.isNull());
  }
}
