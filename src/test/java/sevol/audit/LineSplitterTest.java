package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  private final List<String> lines = new ArrayList<>();
  private final LineSplitter splitter = new LineSplitter(lines::add);

  private void accept(String text) {
    splitter.accept(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void lineMayComeInPieces() {
    accept("a");
    accept("b\n\nc");
    assertEquals(List.of("ab", ""), lines);
    splitter.finish();
    assertEquals(List.of("ab", "", "c"), lines);
  }

  @Test
  void onlyNewlineSeparates() {
    accept("a\u001db\rc\u2028d\u0085e\n");
    assertEquals(List.of("a\u001db\rc\u2028d\u0085e"), lines);
  }

  @Test
  void bytesThatAreNotUtf8DoNotBreakTheRest() {
    splitter.accept(ByteBuffer.wrap(new byte[] {'a', (byte) 0xff, 'b', '\n'}));
    assertEquals(List.of("a\ufffdb"), lines);
  }

  @Test
  void longLineIsCutAndCounted() {
    for (int i = 0; i < 100; i++) {
      accept("x".repeat(100_000));
    }
    accept("\nnext\n");
    assertEquals(LineSplitter.MAX_LINE, lines.get(0).length());
    assertEquals("next", lines.get(1));
    assertEquals(1, splitter.cut());
  }
}
