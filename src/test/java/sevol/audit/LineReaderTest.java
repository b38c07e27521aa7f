package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  private static LineReader of(String text) {
    return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void linesEndWithNewlineOrWithTheFile() throws IOException {
    LineReader lines = of("a\r\n\nb");
    assertEquals("a", lines.next());
    assertEquals("", lines.next());
    assertEquals("b", lines.next());
    assertNull(lines.next());
    assertFalse(lines.nulSeen());
  }

  @Test
  void longLineIsCutAndTheNextOneWhole() throws IOException {
    LineReader lines = of("x".repeat(10_000_000) + "\nnext\n");
    String cut = lines.next();
    assertNotNull(cut);
    assertEquals(LineReader.LONGEST, cut.length());
    assertEquals("next", lines.next());
    assertEquals(1, lines.cut());
  }

  @Test
  void lineOfExactlyTheLimitIsNotCut() throws IOException {
    LineReader lines = of("x".repeat(LineReader.LONGEST) + "\n");
    lines.next();
    assertEquals(0, lines.cut());
  }

  @Test
  void bytesThatAreNoUtf8DoNotHurt() throws IOException {
    LineReader lines = of("a\u00ff\0b\n");
    assertEquals("a\ufffd\0b", lines.next());
    assertTrue(lines.nulSeen());
  }

  @Test
  void shortReadsAreJoined() throws IOException {
    InputStream slow =
        new ByteArrayInputStream("ab\ncd\n".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] b, int off, int len) {
            return super.read(b, off, Math.min(1, len));
          }
        };
    LineReader lines = new LineReader(slow);
    assertEquals("ab", lines.next());
    assertEquals("cd", lines.next());
    assertNull(lines.next());
  }
}
