package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void keysAndValuesAreFoundInAnyCase() {
    Settings settings = Settings.of("# log_format = NOLOG\n Log_Format=enriched \nNAME=\"a b\"\n");
    assertTrue(settings.is("log_format", "ENRICHED"));
    assertEquals("a b", settings.get("name", ""));
  }

  @Test
  void whatIsNoSettingIsPassedOver() {
    Settings settings = Settings.of("=x\nnothing\n\nnum_logs = -5\nmax = 12345678901234567890\n");
    assertEquals(3, settings.number("num_logs", 3));
    assertEquals(3, settings.number("max", 3));
    assertEquals("absent", settings.get("nothing", "absent"));
  }

  @Test
  void theLastOfEqualKeysCounts() {
    assertEquals(2, Settings.of("num_logs=1\nnum_logs=2\n").number("num_logs", 0));
  }
}
