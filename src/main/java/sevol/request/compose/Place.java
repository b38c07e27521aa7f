package sevol.request.compose;

import java.nio.file.Path;
import sevol.request.InvalidRequestException;

/**
 * Where something is written.
 *
 * @param file the file, as a person named it or absolute
 * @param line counted from 1
 * @param base what relative paths in it are relative to
 */
record Place(Path file, int line, Path base) {
  /** An error at this place: one line, whatever the names in it hold. */
  InvalidRequestException invalid(String why) {
    return new InvalidRequestException(this + ": " + why);
  }

  @Override
  public String toString() {
    return Shown.path(file) + ":" + line;
  }
}
