package sevol.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads options the way both engines do ({@code spf13/pflag}, not interspersed): {@code --o=v},
 * {@code --o v}, {@code -ov}, {@code -o=v}, {@code -o v}, combined letters, flags with {@code
 * =false}, no shortened names, and an end at {@code --} or at the first word that is no option.
 */
public final class OptionReader {
  private final OptionTable table;
  private final String command;
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

  /**
   * Reads from the word at {@code start}.
   *
   * @param command whose options these are, for messages
   */
  public OptionReader(OptionTable table, String command, List<String> words, int start)
      throws InvalidRequestException {
    this.table = table;
    this.command = command;
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
    String name = equals < 0 ? text : text.substring(0, equals);
    Optional<Boolean> valued = table.takesValue(name);
    if (valued.isEmpty()) {
      throw unknown("--" + name);
    }
    if (equals >= 0) {
      add("--" + name, name, text.substring(equals + 1));
    } else {
      options.add(new Option(name, valued.get() ? value("--" + name) : "true"));
    }
  }

  private void readLetters(String word) throws InvalidRequestException {
    for (int i = 1; i < word.length(); i++) {
      Optional<String> name = table.longName(word.charAt(i));
      if (name.isEmpty()) {
        throw unknown("-" + word.charAt(i));
      }
      String rest = word.substring(i + 1);
      if (rest.length() > 1 && rest.startsWith("=")) {
        add("-" + word.charAt(i), name.get(), rest.substring(1));
        return;
      }
      if (table.takesValue(name.get()).orElse(false)) {
        options.add(new Option(name.get(), rest.isEmpty() ? value("-" + word.charAt(i)) : rest));
        return;
      }
      options.add(new Option(name.get(), "true"));
    }
  }

  /** An option with {@code =}: a flag's must be a truth value. */
  private void add(String written, String name, String value) throws InvalidRequestException {
    if (!table.takesValue(name).orElse(true) && Truth.of(value).isEmpty()) {
      throw new InvalidRequestException(
          written + "=" + value + ": " + command + " takes only true or false there");
    }
    options.add(new Option(name, value));
  }

  private String value(String option) throws InvalidRequestException {
    if (next == words.size()) {
      throw new InvalidRequestException(option + " needs a value, and the command ends there");
    }
    return words.get(next++);
  }

  private InvalidRequestException unknown(String option) {
    Optional<String> longer =
        option.length() > 2 ? table.completed(option.substring(2)) : Optional.empty();
    return new InvalidRequestException(
        option
            + " is no option of "
            + command
            + " that sevol knows; "
            + longer
                .map(name -> "options cannot be shortened: is --" + name + " meant?")
                .orElse("leave it out, or name the mounts with -v"));
  }
}
