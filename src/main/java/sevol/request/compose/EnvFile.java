package sevol.request.compose;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevol.request.InvalidRequestException;

/**
 * An env file as {@code compose-spec/compose-go:dotenv/parser.go} reads it: {@code NAME=value} or
 * {@code NAME: value}, {@code export}, comments, both quotes over several lines, variables in all
 * but single quotes. A name alone takes the value that it already has.
 */
final class EnvFile {
  private static final Pattern EXPORT = Pattern.compile("export\\s+");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:[abcfnrtv$\"\\\\]|0\\d{0,3})");

  private final Path file;
  private final String text;
  private final Budget budget;
  private final Map<String, String> known;
  private final Map<String, String> values = new HashMap<>();
  private int at;

  private EnvFile(Path file, String text, Map<String, String> known, Budget budget) {
    this.file = file;
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.known = known;
    this.budget = budget;
  }

  /**
   * Reads the text of a file.
   *
   * @param known what is set already, and wins
   */
  static Map<String, String> read(Path file, String text, Map<String, String> known, Budget budget)
      throws InvalidRequestException {
    EnvFile reader = new EnvFile(file, text, known, budget);
    reader.statements();
    return reader.values;
  }

  private void statements() throws InvalidRequestException {
    while (true) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at == text.length()) {
        return;
      }
      if (text.charAt(at) == '#') {
        at = lineEnd();
      } else {
        statement();
      }
    }
  }

  private void statement() throws InvalidRequestException {
    Matcher export = EXPORT.matcher(text).region(at, text.length());
    if (export.lookingAt()) {
      at = export.end();
    }
    int start = at;
    while (at < text.length() && "=:\n".indexOf(text.charAt(at)) < 0) {
      char c = text.charAt(at);
      if (!Character.isLetterOrDigit(c) && "_.-[] \t\u000b\f\r".indexOf(c) < 0) {
        throw invalid("a character that no variable's name has");
      }
      at++;
    }
    String name = text.substring(start, at).stripTrailing();
    if (name.isEmpty() || name.contains(" ")) {
      throw invalid(name.isEmpty() ? "a value without a name" : "a name with a space in it");
    }
    if (at == text.length() || text.charAt(at) == '\n') {
      String inherited = known.getOrDefault(name, values.get(name));
      if (inherited != null) {
        values.put(name, inherited);
      }
      return;
    }
    at++;
    while (at < text.length() && " \t\u000b\f\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    boolean quoted = at < text.length() && "\"'".indexOf(text.charAt(at)) >= 0;
    values.put(name, quoted ? quoted(text.charAt(at)) : unquoted());
  }

  private String unquoted() throws InvalidRequestException {
    String line = text.substring(at, lineEnd());
    int comment = line.indexOf(" #");
    String value = expand((comment < 0 ? line : line.substring(0, comment)).stripTrailing());
    at = lineEnd();
    return value;
  }

  private String quoted(char quote) throws InvalidRequestException {
    StringBuilder value = new StringBuilder();
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char escaped = text.charAt(++i);
        value.append(escaped == quote ? "" : "\\").append(escaped);
      } else if (c == quote) {
        String inside = value.toString();
        String expanded = quote == '"' ? expand(unescaped(inside)) : inside;
        at = i + 1;
        return expanded;
      } else {
        value.append(c);
      }
    }
    throw invalid("a quote that is never closed");
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(unescapedOne(match.group().substring(1))));
  }

  private static String unescapedOne(String escape) {
    return switch (escape.charAt(0)) {
      case 'a' -> "\u0007";
      case 'b' -> "\b";
      case 'c' -> "\\c";
      case 'f' -> "\f";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'v' -> "\u000b";
      case '$' -> "$$"; // what the expansion takes for a dollar sign
      case '0' -> octal(escape.substring(1));
      default -> escape;
    };
  }

  /** Three octal digits up to 377 are a character; Go refuses others, and they stay. */
  private static String octal(String digits) {
    return digits.matches("[0-3][0-7]{2}")
        ? String.valueOf((char) Integer.parseInt(digits, 8))
        : "\\" + digits;
  }

  private String expand(String value) throws InvalidRequestException {
    Variables variables = new Variables(known, values);
    return new Interpolation(variables, budget).expand(value, new TreeSet<>(), this::invalid);
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private InvalidRequestException invalid(String why) {
    int line =
        1
            + (int)
                text.substring(0, Math.min(at, text.length()))
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
    return new InvalidRequestException(Shown.path(file) + ":" + line + ": " + why);
  }
}
