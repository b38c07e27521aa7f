package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckSevolCommandTest {
  @TempDir private Path temp;

  @Test
  void noDaemonIsUnknownOnStandardOutput() {
    String none = temp.resolve("none").toString();
    Run run = Run.of("check_sevol", "--state", none, "--run", none);
    assertEquals(3, run.code());
    assertTrue(run.out().startsWith("SEVOL UNKNOWN: no heartbeat at " + none), run.out());
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--none", "-w", "-w=x|y", "-c=5:1", "--max-age=0", "more"})
  void aWrongCommandLineIsOneLineAndUnknown(String argument) {
    Run run = Run.of("check_sevol", argument);
    assertEquals(3, run.code(), run.out());
    assertTrue(run.out().startsWith("SEVOL UNKNOWN: "), run.out());
    assertTrue(run.out().endsWith(" (see: check_sevol --help)\n"), run.out());
    assertEquals(1, run.out().lines().count(), run.out());
    assertTrue(run.out().indexOf('|') < 0, run.out());
  }

  @Test
  void helpIsNoState() {
    Run run = Run.of("check_sevol", "--help");
    assertEquals(3, run.code());
    assertTrue(run.out().startsWith("Usage: check_sevol "), run.out());
  }

  @ParameterizedTest
  @CsvSource({"90, 90", "90s, 90", "5m, 300", "1h, 3600", "2d, 172800"})
  void agesHaveAUnit(String text, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), new CheckSevolCommand.Age().convert(text));
  }

  @Test
  void metricsReplaceAFileThatEverybodyMayRead() throws IOException {
    Path file = temp.resolve("sevol.prom");
    Files.writeString(file, "old");
    String none = temp.resolve("none").toString();
    Run run = Run.of("metrics", "--state", none, "--run", none, "--output", file.toString());
    assertEquals("", run.out() + run.err());
    assertEquals(0, run.code());
    assertTrue(Files.readString(file).contains("\nsevol_up 0\n"));
    assertEquals(PosixFilePermissions.fromString("rw-r--r--"), Files.getPosixFilePermissions(file));
    try (var left = Files.list(temp)) {
      assertEquals(List.of(file), left.toList());
    }
  }

  @Test
  void metricsThatCannotBeWrittenAreCannotTell() {
    Run run = Run.of("metrics", "--output", temp.resolve("no/where").toString());
    assertEquals(3, run.code());
    assertTrue(run.err().contains(temp.resolve("no") + "/"), run.err());
    assertEquals(1, run.err().lines().count());
  }

  @Test
  void aPrefixIsAPathOfGraphite() {
    Run run = Run.of("metrics", "--format", "graphite", "--prefix", "a..b");
    assertEquals(2, run.code());
    run = Run.of("metrics", "--format", "graphite", "--prefix", "ci.host-1");
    assertTrue(run.out().lines().allMatch(l -> l.matches("ci\\.host-1\\.[a-z_.-]+ \\d+ \\d+")));
  }
}
