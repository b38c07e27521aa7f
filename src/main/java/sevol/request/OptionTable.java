package sevol.request;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The options of one engine command: which of them take a value, and their one-letter names. */
public final class OptionTable {
  private final Set<String> valued = new HashSet<>();
  private final Set<String> flags = new HashSet<>();
  private final Map<Character, String> letters = new HashMap<>();

  /**
   * Reads two lists of names separated by white space; {@code v|volume} gives a letter as well.
   *
   * @param valued options that take a value
   * @param flags options that take none
   */
  public OptionTable(String valued, String flags) {
    read(valued, this.valued);
    read(flags, this.flags);
  }

  /** The same without some options, which another command has. */
  OptionTable without(String... names) {
    OptionTable rest = new OptionTable("", "");
    rest.valued.addAll(valued);
    rest.flags.addAll(flags);
    rest.letters.putAll(letters);
    for (String name : names) {
      rest.valued.remove(name);
      rest.flags.remove(name);
    }
    rest.letters.values().removeAll(Arrays.asList(names));
    return rest;
  }

  private void read(String names, Set<String> into) {
    for (String name : names.isBlank() ? new String[0] : names.strip().split("\\s+", -1)) {
      if (name.indexOf('|') == 1) {
        letters.put(name.charAt(0), name.substring(2));
        into.add(name.substring(2));
      } else {
        into.add(name);
      }
    }
  }

  /** Whether this option takes a value; empty if the option is not known. */
  Optional<Boolean> takesValue(String name) {
    if (valued.contains(name)) {
      return Optional.of(true);
    }
    return flags.contains(name) ? Optional.of(false) : Optional.empty();
  }

  /** The long name of {@code -v}. */
  Optional<String> longName(char letter) {
    return Optional.ofNullable(letters.get(letter));
  }

  /** The shortest option that begins so; empty if there is none. */
  Optional<String> completed(String beginning) {
    return Stream.concat(valued.stream(), flags.stream())
        .filter(name -> name.startsWith(beginning))
        .min(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()));
  }
}
