package sevol.request;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What may stand before the engine in a command: variables, sudo(8), env(1) and the like. */
public final class CommandPrefixes {
  /** Words that may come before the engine, and those of their options that take a value. */
  private static final Map<String, Set<String>> VALUED =
      Map.of(
          "sudo",
          Set.of("-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T", "-r", "-t", "-U", "-c", "-a"),
          "doas",
          Set.of("-u", "-C"),
          "env",
          Set.of("-u", "-C"),
          "exec",
          Set.of("-a"),
          "command",
          Set.of(),
          "nohup",
          Set.of(),
          "time",
          Set.of());

  private CommandPrefixes() {}

  /** Index of the first word after them; the number of words if nothing comes after. */
  public static int end(List<String> words) {
    int at = 0;
    while (at < words.size()) {
      if (words.get(at).matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
        at++;
        continue;
      }
      Set<String> valued = VALUED.get(lastName(words.get(at)));
      if (valued == null) {
        break;
      }
      at++;
      while (at < words.size() && words.get(at).startsWith("-")) {
        at += valued.contains(words.get(at)) ? 2 : 1;
      }
    }
    return Math.min(at, words.size());
  }

  /** The last name of a path to a program, or the word itself. */
  public static String lastName(String word) {
    return word.substring(word.lastIndexOf('/') + 1);
  }
}
