package sevol.request;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A path in the container, cleaned lexically as Go's {@code path.Clean} does: text and no {@link
 * java.nio.file.Path}, for it need not be a path that this machine can have.
 */
final class CleanPath {
  private CleanPath() {}

  /** Without empty components, {@code .} and {@code ..}; a relative one may still begin so. */
  static String of(String path) {
    boolean absolute = path.startsWith("/");
    Deque<String> kept = new ArrayDeque<>();
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      boolean up = name.equals("..");
      if (up && !kept.isEmpty() && !kept.getLast().equals("..")) {
        kept.removeLast();
      } else if (!up || !absolute) {
        kept.addLast(name);
      }
    }
    String joined = String.join("/", kept);
    return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
  }
}
