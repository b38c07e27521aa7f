package sevol.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecStemTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/srv/a\\.b(/.*)?;/srv/a.b",
        "/srv/a[\\x20]b(/.*)?;/srv/a b",
        "/srv/a\\x20b(/.*)?;/srv/a b",
        "/srv/a[\\x20\\x21]b;/srv/a",
        "/srv/a[bc]d;/srv/a",
        "/srv/a[\\xZZ]b;/srv/a",
        "/srv/a\\xZ;/srv/a",
        "/srv/a\\d;/srv/a",
        "/srv/a\\;/srv/a",
        "/srv/ab?c;/srv/a",
        "/srv/a[\\x20]*;/srv/a",
      })
  void theStemIsWhatEveryMatchBeginsWith(String spec, String stem) {
    assertEquals(stem, SpecStem.of(spec));
  }

  @Test
  void anAlternativeHasNone() {
    assertEquals("", SpecStem.of("/srv/a|/etc"));
    assertEquals("/srv/", SpecStem.of("/srv/(a|b)"));
  }

  @Test
  void whatAFixWritesIsBelowTheParentOfItsPath() {
    String spec = FcontextSpec.tree("/srv/a b/é");
    assertTrue(SpecStem.isBelow(spec, "/srv/a b"));
    assertFalse(SpecStem.isBelow(spec, "/srv/a"));
  }
}
