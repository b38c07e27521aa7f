package sevol.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns of podman's {@code type=glob}, in a directory of odd names. */
class GlobWalkTest {
  @TempDir private Path directory;

  @BeforeEach
  void fill() throws IOException {
    for (String name : List.of("a1", "a2", "b1", ".a3", "a*", "a[1]", "a{1,2}", "c d")) {
      Files.createDirectories(directory.resolve(name).resolve("sub"));
    }
    Files.createFile(directory.resolve("b1/sub/f"));
    Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a? | a*,a1,a2",
        "a[1-2] | a1,a2",
        "a[^1] | a*,a2",
        "a\\* | a*",
        "a\\[1] | a[1]",
        "*3 | .a3",
        "[ab]1/sub | a1/sub,b1/sub",
        "*/sub/f | b1/sub/f",
        "a{1,2} | a{1,2}",
        "c? d | ''",
        "c d | c d",
        "dang* | dangling",
        "dangling | dangling",
        "**1 | a1,b1",
        "none/* | ''",
        "b1/sub/f/* | ''",
        "x | ''",
      })
  void matchesAsGoDoes(String pattern, String found) throws InvalidRequestException {
    assertEquals(found, String.join(",", new GlobWalk(directory).matches(pattern)));
  }

  @Test
  void anAbsolutePatternStaysAbsolute() throws InvalidRequestException {
    assertEquals(
        List.of(directory + "/a1", directory + "/b1"),
        new GlobWalk(Path.of("/")).matches(directory + "//?1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a[", "a[1", "[z-a]", "a\\", "[\\]]"})
  void whatCannotBeReadIsRefused(String pattern) {
    assertThrows(InvalidRequestException.class, () -> new GlobWalk(directory).matches(pattern));
  }

  @Test
  void theRealHostResolvesLinks() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a1"));
    HostPaths host = HostPaths.real(directory);
    assertEquals(directory.toRealPath().resolve("a1"), host.resolved(link));
    Path missing = directory.resolve("missing/x");
    assertEquals(missing, host.resolved(missing));
  }

  @Test
  @Timeout(10)
  void manyStarsTakeNoLongerThanOne() throws Exception {
    Files.createFile(directory.resolve("a".repeat(200)));
    GlobWalk walk = new GlobWalk(directory);
    assertEquals(List.of(), walk.matches("*a".repeat(20) + "b"));
    assertEquals(List.of("a".repeat(200)), walk.matches("*a".repeat(20)));
  }
}
