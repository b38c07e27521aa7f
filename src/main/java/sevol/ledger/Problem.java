package sevol.ledger;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Something that is not well.
 *
 * @param text what, one line; hostile text in it is not yet escaped
 * @param next what to do about it
 */
public record Problem(String text, String next) {

  /** That a file of the daemon's cannot be read, which holds what the noun says. */
  static Problem of(String noun, Path file, IOException e) {
    if (e instanceof AccessDeniedException) {
      return new Problem(
          file + ": permission denied",
          "join group sevol (sudo usermod -aG sevol NAME) or use sudo");
    }
    if (e instanceof NoSuchFileException) {
      return new Problem(
          "no " + noun + " at " + file, "is sevol.service running? systemctl status sevol");
    }
    String next = "journalctl -u sevol tells more; systemctl restart sevol begins anew";
    if (e instanceof FileSystemException f) {
      return new Problem(file + ": " + f.getReason(), next);
    }
    String why = String.valueOf(e.getMessage());
    return new Problem(why.startsWith(file.toString()) ? why : file + ": " + why, next);
  }
}
