package sevol.remedy;

import java.nio.file.Path;
import java.util.List;

/**
 * No safe fix for this path, and nothing was changed.
 *
 * @param path the path, resolved where it could be
 * @param reason why, as a clause that can follow the path and a colon
 * @param next what to do instead, as a clause
 * @param ways what would help all the same; may be empty
 */
public record Refusal(Path path, String reason, String next, List<Way> ways) implements PlanResult {
  public Refusal {
    ways = List.copyOf(ways);
  }

  Refusal(Path path, String reason, String next) {
    this(path, reason, next, List.of());
  }
}
