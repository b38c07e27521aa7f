package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PasteCleanerTest {
  @Test
  void archivedMailIsUnescaped() {
    assertEquals(
        "> comm=\"a\" <host>",
        PasteCleaner.clean("<span class=\"q\">&gt; comm=&quot;a&quot; &lt;host&gt;</span><br>"));
  }

  @Test
  void markupInANameIsTheName() {
    String line = "type=AVC msg=audit(1.1:1): name=\"<br>&quot;\" dev=\"sda\"";
    assertEquals(line, PasteCleaner.clean(line));
  }

  @Test
  void hardBlanksBecomeBlanks() {
    assertEquals("a b", PasteCleaner.clean("a\u00a0b"));
  }
}
