package sevol.doctor;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for one key of a TOML file line by line. Tables have to be written as {@code [name]} lines
 * and the key with its value on one line: dotted keys, inline tables and text of several lines are
 * not understood, and no engine's own configuration files use them for what is looked for here.
 */
final class TomlKeys {
  private static final Pattern TABLE = Pattern.compile("\\[([^\\[\\]]+)]\\s*(#.*)?");
  private static final Pattern ENTRY =
      Pattern.compile("([A-Za-z0-9_-]+)\\s*=\\s*(\"[^\"]*\"|'[^']*'|[^#]*?)\\s*(#.*)?");

  private TomlKeys() {}

  /** The last value of the key in a table whose name fits, without its quotes. */
  static Optional<String> find(List<String> lines, Predicate<String> table, String key) {
    String name = "";
    String value = null;
    for (String raw : lines) {
      String line = raw.strip();
      Matcher head = TABLE.matcher(line);
      Matcher entry = ENTRY.matcher(line);
      if (head.matches()) {
        name = head.group(1).strip();
      } else if (entry.matches() && entry.group(1).equals(key) && table.test(name)) {
        value = Settings.unquote(entry.group(2));
      }
    }
    return Optional.ofNullable(value);
  }
}
