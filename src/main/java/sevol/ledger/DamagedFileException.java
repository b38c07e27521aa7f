package sevol.ledger;

import java.io.IOException;
import java.nio.file.Path;

/** A file that could be read and is not what it should be; the message names it and tells why. */
final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedFileException(Path file, String why) {
    super(file + ": " + why);
  }
}
