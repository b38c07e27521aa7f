package sevol.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PlainTest {
  @Test
  void nothingInvisibleGetsThrough() {
    assertEquals("a\\x0Ab\\x1B[31m", Plain.text("a\nb\u001b[31m"));
    assertEquals("\\u202Egpj.exe", Plain.text("\u202Egpj.exe"));
    assertEquals("\\u2028", Plain.text("\u2028"));
    assertEquals("\\\\x0A", Plain.text("\\x0A"), "a backslash of the text's own is told apart");
    assertEquals("é 漢 😀", Plain.text("é 漢 😀"));
  }
}
