package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final Path SHIPPED = Path.of("src/packaging/sevol.properties");
  @TempDir private Path dir;

  private Path file(String text) throws IOException {
    return Files.writeString(dir.resolve("sevol.properties"), text);
  }

  @Test
  void keysSpacesAndCommentsAreRead() throws IOException {
    Path file = file("# a comment = no key\n\n  log=/srv/a = b.log \njson =true\n");
    assertEquals(Settings.DEFAULT.with(Path.of("/srv/a = b.log"), true), Settings.read(file));
  }

  @Test
  void prefixesStandBetweenCommas() throws IOException {
    Settings read = Settings.read(file("apply = auto\nprefixes = /srv/ci , /home/src\nhourly=2\n"));
    assertEquals(List.of(Path.of("/srv/ci"), Path.of("/home/src")), read.prefixes());
    assertEquals(Settings.Apply.AUTO, read.apply());
    assertEquals(2, read.hourly());
  }

  @Test
  void withoutPrefixesNothingIsAutomatic() throws IOException {
    Path file = file("apply = auto\n");
    IOException e = assertThrows(IOException.class, () -> Settings.read(file));
    assertEquals(
        file + ": apply = auto without prefixes; name the directories, as in prefixes = /srv/ci",
        e.getMessage());
  }

  @Test
  void anEmptyFileGivesTheDefaults() throws IOException {
    assertEquals(Settings.DEFAULT, Settings.read(file("")));
  }

  @Test
  void theFileThatIsShippedSetsNothing() throws IOException {
    assertEquals(List.of(), Files.readAllLines(SHIPPED).stream().filter(this::isSetting).toList());
  }

  @Test
  void theFileThatIsShippedNamesEveryKeyWithItsDefault() throws IOException {
    areEveryKeyWithItsDefault(
        Files.readAllLines(SHIPPED).stream()
            .filter(line -> line.startsWith("#") && !line.startsWith("# ") && line.length() > 1)
            .map(line -> line.substring(1))
            .toList());
  }

  @Test
  void theManPageTellsOfEveryKeyWithItsDefault() throws IOException {
    areEveryKeyWithItsDefault(
        Files.readAllLines(Path.of("src/packaging/man/sevol.properties.5")).stream()
            .filter(line -> line.startsWith(".BR ") && line.contains("\" = \""))
            .map(line -> line.substring(".BR ".length()).replace("\" = \"", "="))
            .toList());
  }

  private void areEveryKeyWithItsDefault(List<String> lines) throws IOException {
    assertEquals(
        Stream.of(Settings.class.getRecordComponents()).map(RecordComponent::getName).toList(),
        lines.stream().map(line -> line.substring(0, line.indexOf(' '))).toList());
    assertEquals(Settings.DEFAULT, Settings.read(file(String.join("\n", lines))));
  }

  private boolean isSetting(String line) {
    return !line.isBlank() && !line.startsWith("#");
  }

  @ParameterizedTest
  @CsvSource({
    "logs = /x, 'logs: no such key; there are: log, json, apply, prefixes, hourly'",
    "log = audit.log, 'log: not an absolute path: audit.log'",
    "log =, 'log: not an absolute path: '",
    "json = yes, 'json: neither true nor false: yes'",
    "apply = yes, 'apply: neither manual nor auto: yes'",
    "prefixes = srv, 'prefixes: not an absolute path: srv'",
    "prefixes = /srv, 'prefixes: not a directory of at least two names, like /srv/ci: /srv'",
    "'prefixes = /srv/a/../b', 'prefixes: not a directory of at least two names, like /srv/ci:"
        + " /srv/a/../b'",
    "hourly = many, 'hourly: not a number from 0 to 1000: many'",
    "json, 'json: not of the form key = value'",
  })
  void whatIsNotUnderstoodIsNamedWithItsFileAndLine(String line, String problem)
      throws IOException {
    Path file = file("# first\n" + line + "\n");
    Run run = Run.of("daemon", "--config", file.toString());
    assertEquals(
        new Run(3, "", "sevol: " + file + ", line 2, " + problem.stripTrailing() + "\n"),
        new Run(run.code(), run.out(), run.err().replaceAll(" +\n", "\n")));
  }

  @Test
  void aKeyThatIsSetTwiceIsAnError() throws IOException {
    Path file = file("json = true\njson = false\n");
    IOException e = assertThrows(IOException.class, () -> Settings.read(file));
    assertEquals(file + ", line 2, json: set in line 1 already", e.getMessage());
  }

  @Test
  void aFileThatIsNamedHasToBeThere() {
    Path file = dir.resolve("missing");
    assertThrows(NoSuchFileException.class, () -> Settings.read(file));
    assertTrue(Run.of("daemon", "--config", file.toString()).err().contains("no such file"));
  }

  @Test
  void anotherEncodingIsNamed() throws IOException {
    Path file = Files.write(dir.resolve("latin1"), "# Grüße".getBytes(StandardCharsets.ISO_8859_1));
    IOException e = assertThrows(IOException.class, () -> Settings.read(file));
    assertEquals(file + ": not UTF-8", e.getMessage());
  }
}
