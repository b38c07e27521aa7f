package sevol.request.quadlet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.request.InvalidRequestException;

/**
 * A unit file with its drop-ins: groups of keys, as {@code
 * containers/podman:pkg/systemd/parser/unitfile.go} reads them.
 */
final class UnitFile {
  private static final Set<String> TRUE = Set.of("1", "yes", "true", "on");

  private final Map<String, List<Entry>> groups = new HashMap<>();

  /** One assignment. */
  private record Entry(String key, String value) {}

  /**
   * Adds the text of a file.
   *
   * @param name what the file is called in an error; the error shows nothing of the text
   */
  void add(String name, String text) throws InvalidRequestException {
    String[] lines = text.split("\n", -1);
    StringBuilder continued = new StringBuilder();
    List<Entry> group = null;
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      boolean comment = line.isEmpty() || line.startsWith("#") || line.startsWith(";");
      if (comment && (line.length() > 0 || continued.isEmpty())) {
        continue;
      }
      if (line.endsWith("\\") && i < lines.length - 1) {
        continued.append(line, 0, line.length() - 1);
        continue;
      }
      line = continued + (line.endsWith("\\") ? line.substring(0, line.length() - 1) : line);
      continued.setLength(0);
      int close = line.indexOf(']');
      int equals = line.indexOf('=');
      if (line.startsWith("[") && close > 1 && line.substring(close + 1).isBlank()) {
        group = groups.computeIfAbsent(line.substring(1, close), key -> new ArrayList<>());
      } else if (equals > 0 && group != null) {
        group.add(new Entry(line.substring(0, equals).strip(), line.substring(equals + 1).strip()));
      } else if (!line.isBlank()) {
        throw new InvalidRequestException(
            name
                + ":"
                + (i + 1)
                + ": neither a [group] nor a KEY=VALUE"
                + (group == null ? " in a group" : ""));
      }
    }
  }

  boolean has(String group) {
    return groups.containsKey(group);
  }

  /** The last value of a key, without double quotes around it; null if there is none. */
  @Nullable String last(String group, String key) {
    String last = null;
    for (Entry entry : groups.getOrDefault(group, List.of())) {
      last = entry.key().equals(key) ? entry.value() : last;
    }
    boolean quoted = last != null && last.length() > 1 && last.startsWith("\"");
    return last != null && quoted && last.endsWith("\"")
        ? last.substring(1, last.length() - 1)
        : last;
  }

  /** The last value of a key; empty if there is none. */
  String orEmpty(String group, String key) {
    String last = last(group, key);
    return last == null ? "" : last;
  }

  /** The last value as a boolean; null if there is none. */
  @Nullable Boolean truth(String group, String key) {
    String last = last(group, key);
    return last == null ? null : TRUE.contains(last.toLowerCase(java.util.Locale.ROOT));
  }

  /** All values of a key since the last empty one. */
  List<String> all(String group, String key) {
    List<String> all = new ArrayList<>();
    for (Entry entry : groups.getOrDefault(group, List.of())) {
      if (entry.key().equals(key)) {
        if (entry.value().isEmpty()) {
          all.clear();
        } else {
          all.add(entry.value());
        }
      }
    }
    return all;
  }

  /** All values, split into words with quotes removed; a backslash is itself. */
  List<String> words(String group, String key) {
    List<String> words = new ArrayList<>();
    all(group, key).forEach(value -> words.addAll(UnitWords.split(value, false)));
    return words;
  }

  /** All values, split into words as a command is: quotes removed, escapes read. */
  List<String> arguments(String group, String key) {
    List<String> words = new ArrayList<>();
    all(group, key).forEach(value -> words.addAll(UnitWords.split(value, true)));
    return words;
  }
}
