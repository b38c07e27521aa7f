package sevol.request.quadlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What systemd puts into the words of a command: specifiers (systemd.unit(5)) and {@code ${NAME}}
 * of the service's own environment (systemd.service(5)).
 */
final class Specifiers {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\$|\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\}");
  private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9a-fA-F]{2})");

  private final QuadletHost host;
  private final String name;
  private final Map<String, String> environment;
  private final Set<String> notes;

  /**
   * For one service.
   *
   * @param name the service without {@code .service}
   * @param notes receives what is not known here
   */
  Specifiers(QuadletHost host, String name, Map<String, String> environment, Set<String> notes) {
    this.host = host;
    this.name = name;
    this.environment = environment;
    this.notes = notes;
  }

  /** The words as they are run. */
  List<String> expand(List<String> words) {
    List<String> expanded = new ArrayList<>();
    for (String word : words) {
      expanded.add(variables(specifiers(word)));
    }
    return expanded;
  }

  private String specifiers(String word) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c != '%' || i + 1 == word.length()) {
        out.append(c);
        continue;
      }
      char letter = word.charAt(++i);
      String value = value(letter);
      if (value == null) {
        notes.add("the specifier %" + letter + " is not known here and stays as it is");
      }
      out.append(value == null ? "%" + letter : value);
    }
    return out.toString();
  }

  private @Nullable String value(char letter) {
    int sign = name.indexOf('@');
    String prefix = sign < 0 ? name : name.substring(0, sign);
    String instance = sign < 0 ? "" : name.substring(sign + 1);
    String last = prefix.substring(prefix.lastIndexOf('-') + 1);
    boolean user = host.user();
    return switch (letter) {
      case '%' -> "%";
      case 'h' -> host.home().toString();
      case 't' -> host.runtime().toString();
      case 'n' -> name + ".service";
      case 'N' -> name;
      case 'p' -> prefix;
      case 'P' -> unescaped(prefix);
      case 'i' -> instance;
      case 'I' -> unescaped(instance);
      case 'j' -> last;
      case 'J' -> unescaped(last);
      case 'u' -> host.userName();
      case 'U' -> String.valueOf(host.uid());
      case 'S' -> user ? host.home() + "/.local/state" : "/var/lib";
      case 'C' -> user ? host.home() + "/.cache" : "/var/cache";
      case 'L' -> user ? host.home() + "/.local/state/log" : "/var/log";
      case 'E' -> user ? host.home() + "/.config" : "/etc";
      case 'T' -> "/tmp";
      case 'V' -> "/var/tmp";
      default -> null;
    };
  }

  /** A name back as the path or text that {@code systemd-escape} made it of. */
  private static String unescaped(String name) {
    return ESCAPED
        .matcher(name.replace('-', '/'))
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(match.group(1), 16))));
  }

  private String variables(String word) {
    return VARIABLE
        .matcher(word)
        .replaceAll(
            match -> {
              String variable = match.group(1);
              if (variable == null) {
                return Matcher.quoteReplacement("$");
              }
              if (!environment.containsKey(variable)) {
                notes.add(
                    "the variable "
                        + variable
                        + " is of the service's environment, not known here, and counts as empty");
              }
              return Matcher.quoteReplacement(environment.getOrDefault(variable, ""));
            });
  }
}
