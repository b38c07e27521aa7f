package sevol.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of the Monitoring Plugins Development Guidelines, and its edges. */
class ThresholdTest {
  @ParameterizedTest
  @CsvSource({
    "10, -1 11, 0 10",
    "10:, 9 -1, 10 99",
    "~:10, 11, 10 -5",
    "10:20, 9 21, 10 20",
    "@10:20, 10 15 20, 9 21",
    "0, 1, 0",
    "@0, 0, 1",
    "1.5, 1.6, 1.5",
    "-5:-2, -1 -6, -5 -2"
  })
  void alerts(String range, String reasons, String none) {
    Threshold threshold = Threshold.parse(range);
    for (String value : reasons.split(" ", -1)) {
      assertEquals(true, threshold.alerts(Double.parseDouble(value)), value);
    }
    for (String value : none.split(" ", -1)) {
      assertEquals(false, threshold.alerts(Double.parseDouble(value)), value);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "@", ":", "~", "x", "20:10", "1e3", "10:20:30", "0x10", "1|2"})
  void isNoRange(String text) {
    assertThrows(IllegalArgumentException.class, () -> Threshold.parse(text), text);
  }
}
