package sevol.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.container.Engine;

/** sevol reads a command line as the engine's own parser does, which is recorded. */
class CommandLinesTest {
  /** The machine in which the engines were asked. */
  private static final HostPaths LAB =
      new HostPaths() {
        @Override
        public List<String> matches(String pattern) {
          return pattern.equals("/srv/t/g*") ? List.of("/srv/t/g1", "/srv/t/g2") : List.of();
        }

        @Override
        public Path resolved(Path path) {
          return path.equals(Path.of("/srv/t/link")) ? Path.of("/srv/t/a") : path;
        }
      };

  private static ContainerRequest read(String line) throws InvalidRequestException {
    return RunCommand.parse(Lines.words(line), Path.of("/srv/t"), LAB);
  }

  static Stream<Arguments> recorded() throws IOException {
    return Stream.concat(
            Lines.recorded("docker").entrySet().stream(),
            Lines.recorded("podman").entrySet().stream())
        .map(entry -> arguments(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void isReadAsTheEngineReadsIt(String line, List<String> made) throws Exception {
    if (!made.isEmpty() && made.get(0).startsWith("refused:")) {
      InvalidRequestException refusal =
          assertThrows(InvalidRequestException.class, () -> read(line), made.get(0));
      assertEquals(1, String.valueOf(refusal.getMessage()).lines().count() - newLines(line));
      return;
    }
    ContainerRequest request = read(line);
    assertEquals(
        String.join("\n", Readings.comparable(request.engine(), made)),
        String.join("\n", Readings.of(request)),
        () -> String.join("\n", request.notes()));
  }

  /** A message repeats the words it is about; that they are escaped is for who prints it. */
  private static long newLines(String line) {
    return String.join("", Lines.words(line)).chars().filter(c -> c == '\n').count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "podman"})
  void everyLineIsRecorded(String engine) throws IOException {
    List<String> asked =
        Files.readAllLines(Lines.DIRECTORY.resolve("command-lines.txt")).stream()
            .filter(line -> line.startsWith(engine + " "))
            .toList();
    assertEquals(asked, List.copyOf(Lines.recorded(engine).keySet()));
    assertTrue(asked.size() >= 85, "the table has shrunk to " + asked.size());
  }

  @Test
  void bothEnginesRefuseSome() throws IOException {
    for (Engine engine : List.of(Engine.DOCKER, Engine.PODMAN)) {
      long refused =
          Lines.recorded(engine.command()).values().stream()
              .filter(made -> !made.isEmpty() && made.get(0).startsWith("refused:"))
              .count();
      assertTrue(refused >= 40, engine + " refuses " + refused);
    }
  }
}
