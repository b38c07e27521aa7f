package sevol.selinux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityContextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "system_u:system_r:container_t:s0:c47,c929",
        "staff_u:sysadm_r:semanage_t",
        "u:r:t:s0-s0:c0.c1023",
        "container_t:s0:c139,c767",
        "system_u:system_r:dockerd",
        "system_u:system_r:systemd_logind_t:SystemLow-SystemHigh"
      })
  void printsWhatItRead(String text) {
    assertEquals(text, SecurityContext.of(text).toString());
  }

  @Test
  void theRangeKeepsItsColons() {
    SecurityContext c = SecurityContext.of("system_u:system_r:container_t:s0:c47,c929\0");
    assertEquals("s0:c47,c929", c.range());
    assertEquals("container_t", SecurityContext.of("container_t:s0:c1,c2").type());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "a:b", "a:b:", "::t"})
  void noTypeNoContext(String text) {
    assertTrue(SecurityContext.parse(text).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s0:c47,c929|s0|true",
        "s0:c47,c929|s0:c47|true",
        "s0:c47,c929|s0:c929,c47|true",
        "s0:c47,c929|s0:c47,c930|false",
        "s0|s0:c1|false",
        "s0-s0:c0.c1023|s0:c5,c6|true",
        "s0:c1.c4|s0:c2,c3|true",
        "s0:c1|s0-s0:c1|true",
        "s0:c1|s0-s0:c1,c2|false",
        "s0|s1|false"
      })
  void highLevelsDominate(String process, String object, boolean allowed) {
    Level one = LevelRange.parse(process).orElseThrow().high();
    Level other = LevelRange.parse(object).orElseThrow().high();
    assertEquals(allowed, one.dominates(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "SystemLow", "s0:", "s0:c5.c1", "s0:c1,,c2", "s0:x1"})
  void notALevel(String text) {
    assertFalse(Level.parse(text).isPresent());
  }
}
