package sevol.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FcontextSpecTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/srv/a.b;/srv/a\\.b(/.*)?",
        "/srv/a b;/srv/a\\x20b(/.*)?",
        "/srv/c++;/srv/c\\+\\+(/.*)?",
        "/srv/é;/srv/\\xC3\\xA9(/.*)?",
        "/srv/x(1);/srv/x\\(1\\)(/.*)?",
        "/srv/a\\b;/srv/a\\\\b(/.*)?",
        "/srv/w[1];/srv/w\\[1\\](/.*)?",
        "/srv/d/;/srv/d(/.*)?",
      })
  void treeEscapesWhatTheLibraryWouldRead(String path, String spec) {
    assertEquals(spec, FcontextSpec.tree(path));
  }

  @Test
  void newlineAndBytesThatAreNotUtf8AreRefused() {
    assertTrue(FcontextSpec.refusal("/srv/a\nb").isPresent());
    assertTrue(FcontextSpec.refusal("/srv/a\uFFFDb").isPresent());
    assertTrue(FcontextSpec.refusal("/srv/a b").isEmpty());
  }
}
