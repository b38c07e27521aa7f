package sevol.report.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RelabelPathTest {
  /** What Python's os.path.expandvars takes for a variable. */
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\w|\\{)");

  @Test
  void patternMatchesThePathAndNoOther() {
    for (String path : Hostile.PATHS) {
      String pattern = RelabelPath.glob(path);
      assertFalse(VARIABLE.matcher(pattern).find(), pattern);
      for (String other : Hostile.PATHS) {
        assertEquals(
            path.equals(other),
            FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(other)),
            () -> pattern + " against " + other);
      }
    }
    assertEquals("/srv/w\\[1]", RelabelPath.glob("/srv/w[1]"));
  }
}
