package sevol.request.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sevol.container.Engine;
import sevol.request.ContainerRequest;
import sevol.request.InvalidRequestException;

/** A case of {@code src/test/resources/compose}: files, a command, and what is expected. */
record ComposeCase(
    String name,
    List<String> words,
    Map<String, String> environment,
    FakeFiles files,
    String expected) {
  static final Path DIRECTORY = Path.of("src/test/resources/compose");

  static List<ComposeCase> all() throws IOException {
    try (Stream<Path> paths = Files.list(DIRECTORY)) {
      List<Path> texts = paths.filter(path -> path.toString().endsWith(".txt")).sorted().toList();
      ComposeCase[] cases = new ComposeCase[texts.size()];
      for (int i = 0; i < cases.length; i++) {
        cases[i] = read(texts.get(i));
      }
      return List.of(cases);
    }
  }

  private static ComposeCase read(Path path) throws IOException {
    String[] halves = Files.readString(path).split("\n===\n", 2);
    String[] parts = halves[0].split("\n--- ", -1);
    List<String> words = List.of();
    Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/user"));
    for (String line : parts[0].split("\n", -1)) {
      if (line.startsWith("env ")) {
        String[] pair = line.substring(4).split("=", 2);
        environment.put(pair[0], pair[1]);
      } else if (line.startsWith("$ docker compose ")) {
        words = Arrays.asList(line.substring("$ docker compose ".length()).split(" ", -1));
      }
    }
    FakeFiles files = new FakeFiles();
    for (String part : Arrays.asList(parts).subList(1, parts.length)) {
      String[] file = part.split("\n", 2);
      files.with("/project/" + file[0], file[1] + "\n");
    }
    String name = path.getFileName().toString().replace(".txt", "");
    return new ComposeCase(name, words, environment, files, halves[1]);
  }

  List<ContainerRequest> requests() throws InvalidRequestException {
    return ComposeCommand.parse(Engine.DOCKER, words, Path.of("/project"))
        .requests(environment, files);
  }

  /** The listing, or the error. */
  String outcome() {
    try {
      return Listing.of(requests());
    } catch (InvalidRequestException e) {
      return "error: " + e.getMessage() + "\n";
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
