package sevol.app;

import java.util.List;
import sevol.container.Engine;

/** Tells {@code docker compose …} from other commands. */
final class ComposeWords {
  private static final List<String> ALONE = List.of("docker-compose", "podman-compose");

  private ComposeWords() {}

  /** The words after {@code docker compose}, {@code docker-compose} or {@code podman-compose}. */
  static List<String> of(List<String> words) {
    int at = 0;
    while (at < words.size() && isPrefix(words.get(at))) {
      at++;
    }
    if (at == words.size()) {
      return List.of();
    }
    String command = words.get(at).substring(words.get(at).lastIndexOf('/') + 1);
    if (ALONE.contains(command)) {
      return words.subList(at + 1, words.size());
    }
    boolean engine = command.equals("docker") || command.equals("podman");
    return engine && at + 1 < words.size() && words.get(at + 1).equals("compose")
        ? words.subList(at + 2, words.size())
        : List.of();
  }

  /** Who runs the containers of such a command. */
  static Engine engine(List<String> words) {
    boolean podman =
        words.stream().dropWhile(ComposeWords::isPrefix).limit(1).anyMatch(ComposeWords::isPodman);
    return podman ? Engine.PODMAN : Engine.DOCKER;
  }

  private static boolean isPodman(String word) {
    return word.substring(word.lastIndexOf('/') + 1).startsWith("podman");
  }

  private static boolean isPrefix(String word) {
    return word.equals("sudo") || word.matches("[A-Za-z_][A-Za-z0-9_]*=.*");
  }
}
