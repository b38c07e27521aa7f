package sevol.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.ledger.FixResult.State;

class FixResultsTest {
  @TempDir private Path temp;

  private static FixResult result(String incident, State state, long seconds) {
    return new FixResult(
        incident, Examples.T0.plusSeconds(seconds), state, "/srv/ci/a\nb", "since", null);
  }

  @Test
  void whatIsPutIsReadAndTheLaterOneCounts() throws IOException {
    FixResults results = FixResults.read(temp);
    assertNull(results.of("1"));
    results.put(result("1", State.BEGUN, 0));
    results.put(result("2", State.REFUSED, 1));
    results.put(result("1", State.FIXED, 2));
    FixResults read = FixResults.read(temp);
    assertEquals(result("1", State.FIXED, 2), read.of("1"));
    assertEquals(result("2", State.REFUSED, 1), read.of("2"));
    assertEquals(2, read.all().size());
  }

  @Test
  void whatWasBegunOrMadeCounts() throws IOException {
    FixResults results = FixResults.read(temp);
    results.put(result("1", State.FIXED, 10));
    results.put(result("2", State.BEGUN, 20));
    results.put(result("3", State.REFUSED, 30));
    results.put(result("4", State.POSTPONED, 30));
    assertEquals(2, results.since(Examples.T0, "9"));
    assertEquals(1, results.since(Examples.T0, "2"));
    assertEquals(1, results.since(Examples.T0.plusSeconds(15), "9"));
  }

  @Test
  void theNewestThousandStay() throws IOException {
    FixResults results = FixResults.read(temp);
    for (int i = 0; i < 1001; i++) {
      results.put(result("" + i, State.REFUSED, i));
    }
    assertNull(FixResults.read(temp).of("0"));
    assertEquals(1000, FixResults.read(temp).all().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "[1]", "[{}]", "[null]", "[{\"incident\":\"1\"}]", "null", "[["})
  void damageIsSaid(String text) throws IOException {
    Files.writeString(temp.resolve("results.json"), text);
    IOException e = assertThrows(IOException.class, () -> FixResults.read(temp));
    assertEquals(
        temp.resolve("results.json") + ": not what sevol-fix.service writes", e.getMessage());
  }
}
