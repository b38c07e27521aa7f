package sevol.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads options the way both engines do ({@code spf13/pflag}, not interspersed): {@code --o=v},
 * {@code --o v}, {@code -ov}, {@code -o=v}, {@code -o v}, combined letters, and an end at {@code
 * --} or at the first word that is no option.
 */
public final class OptionReader {
  private final OptionTable table;
  private final List<String> words;
  private final List<Option> options = new ArrayList<>();
  private int next;

  /**
   * One option as given.
   *
   * @param name long name
   * @param value {@code true} for a flag without one
   */
  public record Option(String name, String value) {}

  /** Reads from the word at {@code start}. */
  public OptionReader(OptionTable table, List<String> words, int start)
      throws InvalidRequestException {
    this.table = table;
    this.words = words;
    this.next = start;
    while (next < words.size()) {
      String word = words.get(next);
      if (!word.startsWith("-") || word.equals("-")) {
        return;
      }
      next++;
      if (word.equals("--")) {
        return;
      }
      if (word.startsWith("--")) {
        readLong(word.substring(2));
      } else {
        readLetters(word);
      }
    }
  }

  /** True as Go's {@code strconv.ParseBool} has it. */
  public static boolean isTrue(String value) {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      default -> false;
    };
  }

  /** The options in the order in which they were given. */
  public List<Option> options() {
    return options;
  }

  /** Index of the first word after the options. */
  public int next() {
    return next;
  }

  private void readLong(String text) throws InvalidRequestException {
    int equals = text.indexOf('=');
    if (equals > 0) {
      options.add(new Option(text.substring(0, equals), text.substring(equals + 1)));
      return;
    }
    Optional<Boolean> valued = table.takesValue(text);
    if (valued.isEmpty()) {
      throw unknown("--" + text);
    }
    options.add(new Option(text, valued.get() ? value("--" + text) : "true"));
  }

  private void readLetters(String word) throws InvalidRequestException {
    for (int i = 1; i < word.length(); i++) {
      Optional<String> name = table.longName(word.charAt(i));
      if (name.isEmpty()) {
        throw unknown("-" + word.charAt(i));
      }
      String rest = word.substring(i + 1);
      if (rest.length() > 1 && rest.startsWith("=")) {
        options.add(new Option(name.get(), rest.substring(1)));
        return;
      }
      if (table.takesValue(name.get()).orElse(false)) {
        options.add(new Option(name.get(), rest.isEmpty() ? value("-" + word.charAt(i)) : rest));
        return;
      }
      options.add(new Option(name.get(), "true"));
    }
  }

  private String value(String option) throws InvalidRequestException {
    if (next == words.size()) {
      throw new InvalidRequestException(option + " needs a value, and the command ends there");
    }
    return words.get(next++);
  }

  private static InvalidRequestException unknown(String option) {
    return new InvalidRequestException(
        option
            + " is no option that sevol knows of this command; write it as OPTION=VALUE, or name the"
            + " mounts with -v");
  }
}
