package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  private final List<String> lines = new ArrayList<>();
  private final LineSplitter splitter = new LineSplitter(lines::add);

  private void accept(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    splitter.accept(bytes, bytes.length);
  }

  @Test
  void lineMayComeInPieces() {
    accept("a");
    accept("b\n\nc");
    assertEquals(List.of("ab", ""), lines);
    splitter.finish();
    splitter.finish();
    assertEquals(List.of("ab", "", "c"), lines);
  }

  @Test
  void onlyNewlineSeparatesAndCarriageReturnBeforeItIsDropped() {
    accept("a\u001db\rc\u2028d\u0085e\r\n");
    assertEquals(List.of("a\u001db\rc\u2028d\u0085e"), lines);
  }

  @Test
  void bytesThatAreNotUtf8DoNotBreakTheRest() {
    assertFalse(splitter.nulSeen());
    splitter.accept(new byte[] {'a', (byte) 0xff, 0, 'b', '\n'}, 5);
    assertEquals(List.of("a\ufffd\0b"), lines);
    assertTrue(splitter.nulSeen());
  }

  @Test
  void longLineIsCutAndCountedAndTheNextOneWhole() {
    for (int i = 0; i < 100; i++) {
      accept("x".repeat(100_000));
    }
    accept("\nnext\n");
    assertEquals(LineSplitter.LONGEST, lines.get(0).length());
    assertEquals("next", lines.get(1));
    assertEquals(1, splitter.cut());
  }

  @Test
  void lineOfExactlyTheLimitIsNotCut() {
    accept("x".repeat(LineSplitter.LONGEST) + "\n");
    assertEquals(LineSplitter.LONGEST, lines.get(0).length());
    assertEquals(0, splitter.cut());
  }

  @Test
  void bytesAreCountedToTheEndOfTheLineJustGiven() {
    List<Long> ends = new ArrayList<>();
    LineSplitter[] self = new LineSplitter[1];
    self[0] = new LineSplitter(line -> ends.add(self[0].given()));
    byte[] text = "a\r\n\u00e4\nrest".getBytes(StandardCharsets.UTF_8);
    self[0].accept(text, text.length);
    assertEquals(List.of(3L, 6L), ends);
    assertEquals(6, self[0].given());
    self[0].finish();
    assertEquals(List.of(3L, 6L, 10L), ends);
  }
}
