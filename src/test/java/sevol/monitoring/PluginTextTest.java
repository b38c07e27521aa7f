package sevol.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PluginTextTest {
  @Test
  void whatHasAMeaningToNagiosOrAPageIsEscaped() {
    assertEquals(
        "\\x3Cscript\\x3E\\x7C\\x60id\\x60\\x24(id)\\x26\\x22",
        PluginText.escape("<script>|`id`$(id)&\""));
  }

  @Test
  void aLineFeedAndWhatTurnsTextAroundAreEscaped() {
    assertEquals("a\\x0Ab\\u202Ec\\\\n", PluginText.escape("a\nb\u202Ec\\n"));
  }

  @Test
  void aLongTextEndsWithDots() {
    assertEquals("aaaa...", PluginText.escape("aaaaa", 4));
    assertEquals("aaaa", PluginText.escape("aaaa", 4));
  }

  @Test
  void noEscapeIsCutInTwo() {
    for (String hostile :
        new String[] {"a|||||", "||||\\\\\\", "aa\u202E\u202E", "\\\\\\\\", "a\n\n"}) {
      for (int most = 1; most < 12; most++) {
        String cut = PluginText.escape(hostile, most);
        String rest = cut.replaceAll("\\\\(x[0-9A-F]{2}|u[0-9A-F]{4}|\\\\)", "");
        assertTrue(rest.indexOf('\\') < 0, cut);
        assertTrue(cut.length() <= most + 3, cut);
      }
    }
  }

  @Test
  void noCharacterIsCutInTwo() {
    assertEquals("...", PluginText.escape("\uD83D\uDE00\uD83D\uDE00", 1));
    assertEquals("\uD83D\uDE00...", PluginText.escape("\uD83D\uDE00\uD83D\uDE00", 3));
  }
}
