package sevol.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FcontextSpecTest {
  private static final Pattern ONLY =
      Pattern.compile("(?:[A-Za-z0-9/_,:=@-]|\\\\[.^$?*+|()\\[\\]\\\\]|\\[\\\\x[0-9A-F]{2}\\])*");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/srv/a.b;/srv/a\\.b(/.*)?",
        "/srv/a b;/srv/a[\\x20]b(/.*)?",
        "/srv/c++;/srv/c\\+\\+(/.*)?",
        "/srv/é;/srv/[\\xC3][\\xA9](/.*)?",
        "/srv/x(1);/srv/x\\(1\\)(/.*)?",
        "/srv/a\\b;/srv/a\\\\b(/.*)?",
        "/srv/w[1];/srv/w\\[1\\](/.*)?",
        "/srv/d/;/srv/d(/.*)?",
        "/srv/$(id)`id`;/srv/\\$\\(id\\)[\\x60]id[\\x60](/.*)?",
        "/srv/${HOME};/srv/\\$[\\x7B]HOME[\\x7D](/.*)?",
        "/srv/{{ x }}{% y %};/srv/[\\x7B][\\x7B][\\x20]x[\\x20][\\x7D][\\x7D][\\x7B][\\x25][\\x20]y[\\x20][\\x25][\\x7D](/.*)?",
        "/srv/\"#&<>!~%;/srv/[\\x22][\\x23][\\x26][\\x3C][\\x3E][\\x21][\\x7E][\\x25](/.*)?",
        "/srv/a-b_c,d:e=f@g;/srv/a-b_c,d:e=f@g(/.*)?",
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

  /** Every byte beside every other, and names of any length. */
  @Test
  void specMatchesThePathAndNothingElse() {
    Random random = new Random(5);
    for (int run = 0; run < 3_000; run++) {
      String path = randomPath(random);
      String spec = FcontextSpec.literal(path);
      assertTrue(ONLY.matcher(spec).matches(), spec);
      assertTrue(matches(spec, path), () -> path + " is not matched by " + spec);
      String other = changed(path, random);
      assertEquals(other.equals(path), matches(spec, other), () -> spec + " against " + other);
      String tree = FcontextSpec.tree(path);
      assertTrue(matches(tree, path) && matches(tree, path + "/" + other), tree);
      assertFalse(matches(tree, path + "x") || matches(tree, "/x" + path), tree);
      assertEquals(
          other.equals(path) || other.startsWith(path + "/"),
          matches(tree, other),
          () -> tree + " against " + other);
    }
  }

  private static boolean matches(String spec, String path) {
    String bytes = new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return Pattern.compile(spec, Pattern.DOTALL).matcher(bytes).matches();
  }

  private static String randomPath(Random random) {
    StringBuilder path = new StringBuilder("/");
    int length = 1 + random.nextInt(12);
    for (int i = 0; i < length; i++) {
      path.appendCodePoint(codePoint(random));
    }
    return path.append('_').toString(); // no slash at the end
  }

  private static int codePoint(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> 0xa0 + random.nextInt(0x500);
      case 1 -> 0x1f300 + random.nextInt(0x100);
      case 2 -> '/';
      default -> 1 + random.nextInt(0x7f);
    };
  }

  /** The path with one character more, less or another. */
  private static String changed(String path, Random random) {
    int at = 1 + random.nextInt(path.length() - 1);
    int end = at + random.nextInt(2);
    String more = random.nextBoolean() ? "" : Character.toString(codePoint(random));
    return path.substring(0, at) + more + path.substring(Math.min(end, path.length()));
  }
}
