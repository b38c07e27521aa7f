package sevol.remedy;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants fixed.
 *
 * @param asked the path as he gave it
 * @param readOnly every use of it is read-only
 * @param level the level that every container on it runs at, for example {@code s0:c1,c2}; null for
 *     s0, which all may use
 * @param known paths whose protection he knows of and sets aside
 * @param denied why containers are denied now, null if they are not
 */
public record FixRequest(
    Path asked,
    boolean readOnly,
    @Nullable String level,
    Set<Path> known,
    @Nullable Denied denied) {
  public FixRequest {
    known = Set.copyOf(known);
  }
}
