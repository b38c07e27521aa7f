package sevol.remedy;

import java.nio.file.Path;

/**
 * No safe fix for this path, and nothing was changed.
 *
 * @param path the path, resolved where it could be
 * @param reason why, as a clause that can follow the path and a colon
 * @param next what to do instead, as a clause
 */
public record Refusal(Path path, String reason, String next) implements PlanResult {}
