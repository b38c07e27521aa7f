package sevol.jna;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import sevol.selinux.ObjectClass;

/** The tables of {@code src/test/resources/policy}, and the names in them for many permissions. */
@NullUnmarked
final class PermissionSets {
  private static final List<String[]> SETS =
      rows("permissions.txt").map(row -> row.split(" {2,}", -1)).toList();

  private PermissionSets() {}

  /** Names of permissions and of sets of them, as one set. */
  static Set<String> expand(String words, ObjectClass tclass) {
    Set<String> perms = new LinkedHashSet<>();
    for (String word : words.split(" ", -1)) {
      perms.addAll(word.startsWith("@") ? set(word, tclass) : List.of(word));
    }
    return perms;
  }

  private static List<String> set(String name, ObjectClass tclass) {
    return SETS.stream()
        .filter(row -> row[0].equals(name) && row[1].equals(tclass.name()))
        .map(row -> List.of(row[2].split(" ", -1)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " of " + tclass));
  }

  /** The rows of a table, without comments and empty lines. */
  static Stream<String> rows(String table) {
    try (InputStream in = PermissionSets.class.getResourceAsStream("/policy/" + table)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"));
    } catch (IOException e) {
      throw new IllegalStateException(table, e);
    }
  }
}
