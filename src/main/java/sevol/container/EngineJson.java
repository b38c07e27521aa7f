package sevol.container;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reader of the engines' JSON files: those that only root writes directly, those that a user can
 * swap for anything through {@link EngineFiles}, and smaller.
 */
record EngineJson(EngineFiles users) {
  private static final int USERS_SHARE = 4;

  /**
   * Parses a file.
   *
   * @param maxBytes most that root's may have; a user's may have a quarter
   * @param owner who writes it, null if only root does
   */
  JsonElement read(Path file, int maxBytes, @Nullable Integer owner) throws IOException {
    return owner == null
        ? JsonFile.read(file, maxBytes)
        : JsonFile.parse(file, users.read(file, maxBytes / USERS_SHARE, owner));
  }
}
