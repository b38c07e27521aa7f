package sevol.app;

import java.util.List;
import sevol.container.Engine;
import sevol.request.CommandPrefixes;

/** Tells {@code docker compose …} from other commands. */
final class ComposeWords {
  private ComposeWords() {}

  /** The words after {@code docker compose}, {@code docker-compose} or {@code podman-compose}. */
  static List<String> of(List<String> words) {
    int at = CommandPrefixes.end(words);
    return switch (program(words)) {
      case "docker-compose", "podman-compose" -> words.subList(at + 1, words.size());
      case "docker", "podman" ->
          at + 1 < words.size() && words.get(at + 1).equals("compose")
              ? words.subList(at + 2, words.size())
              : List.of();
      default -> List.of();
    };
  }

  /** Who runs the containers of such a command. */
  static Engine engine(List<String> words) {
    return program(words).startsWith("podman") ? Engine.PODMAN : Engine.DOCKER;
  }

  private static String program(List<String> words) {
    int at = CommandPrefixes.end(words);
    return at == words.size() ? "" : CommandPrefixes.lastName(words.get(at));
  }
}
