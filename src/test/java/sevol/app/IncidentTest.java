package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One denial of a build host in every shape in which logs give it: the same answer, but for what
 * the shape lacks.
 */
class IncidentTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/incident");
  private final TimeZone before = TimeZone.getDefault();

  @BeforeEach
  void beWhereTheHostWas() {
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Brussels"));
  }

  @AfterEach
  void beBack() {
    TimeZone.setDefault(before);
  }

  private static JsonObject explain(String shape) {
    Run run = Run.of("explain", "--json", DIRECTORY.resolve("incident." + shape).toString());
    assertEquals("", run.err());
    assertEquals(1, run.code());
    assertEquals(1, run.out().lines().count());
    return new Gson().fromJson(run.out(), JsonObject.class);
  }

  @ParameterizedTest
  @CsvSource({
    "enriched,",
    "ausearch,",
    "ausearch-i, id",
    "kernel-log, exe",
    "dmesg, exe",
    "journal, id time exe"
  })
  void everyShapeGivesTheSameAnswer(String shape, String lacking) {
    JsonObject complete = explain("audit-log");
    JsonObject told = explain(shape);
    for (String key : lacking == null ? Set.<String>of() : Set.of(lacking.split(" "))) {
      if (!shape.equals("ausearch-i")) {
        assertTrue(told.get(key).isJsonNull(), key);
      }
      complete.remove(key);
      told.remove(key);
    }
    assertEquals(complete, told);
  }

  @Test
  void completeAnswerIsTheGoldenOne() throws IOException {
    JsonObject golden =
        new Gson()
            .fromJson(
                Files.readString(Path.of("src/test/resources/explain/incident.json")),
                JsonObject.class);
    JsonObject told = explain("audit-log");
    assertEquals(golden, told);
    assertEquals(golden.keySet().stream().toList(), told.keySet().stream().toList());
  }

  @ParameterizedTest
  @CsvSource({"incident.txt, ''", "incident-volume.txt, /home/src/dashing-docker/package-scripts"})
  void textIsTheGoldenOne(String golden, String source) throws IOException {
    String log = DIRECTORY.resolve("incident.journal").toString();
    Run run =
        source.isEmpty()
            ? Run.of("explain", log)
            : Run.of("explain", "-v=" + source + ":/scripts", log);
    assertEquals(
        Files.readString(Path.of("src/test/resources/explain").resolve(golden)), run.out());
    assertEquals(1, run.code());
  }

  @Test
  void mountOfTheUserIsTheRemedysPath() {
    JsonObject told =
        new Gson()
            .fromJson(
                Run.of(
                        "explain",
                        "--json",
                        "-v=/home/src/dashing-docker/package-scripts:/scripts:ro",
                        DIRECTORY.resolve("incident.dmesg").toString())
                    .out(),
                JsonObject.class);
    JsonObject mount = told.getAsJsonObject("mount");
    assertEquals("/home/src/dashing-docker/package-scripts", mount.get("source").getAsString());
    assertEquals("/scripts", mount.get("destination").getAsString());
    assertEquals("ro", mount.get("mode").getAsString());
    assertEquals("name", mount.get("proof").getAsString());
    JsonElement commands = told.getAsJsonObject("remedy").get("commands");
    assertTrue(commands.toString().contains("/home/src/dashing-docker/package-scripts"));
  }
}
