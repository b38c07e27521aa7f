package sevol.request.compose;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a file may name.
 *
 * @param first those that win
 * @param then the others; not copied, so that an env file may name its own earlier lines
 */
record Variables(Map<String, String> first, Map<String, String> then) {
  Variables(Map<String, String> values) {
    this(values, Map.of());
  }

  /** The value; null if the variable is not set. */
  @Nullable String get(String name) {
    String value = first.get(name);
    return value == null ? then.get(name) : value;
  }

  /** The value; empty if the variable is not set. */
  String orEmpty(String name) {
    String value = get(name);
    return value == null ? "" : value;
  }

  /** All of them in one map. */
  Map<String, String> all() {
    Map<String, String> all = new HashMap<>(then);
    all.putAll(first);
    return all;
  }
}
