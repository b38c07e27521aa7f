package sevol.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * Files of the service's directory stay the service's own when root runs the daemon by hand; else
 * the service could not write its ledger afterwards.
 */
final class Ownership {
  private Ownership() {}

  /** Gives a file of ours to the owner and group of its directory. */
  static void likeDirectory(Path file) throws IOException {
    PosixFileAttributes directory =
        Files.readAttributes(file.resolveSibling("."), PosixFileAttributes.class);
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributes now = view.readAttributes();
    if (now.owner().equals(directory.owner()) || !now.owner().getName().equals("root")) {
      return;
    }
    view.setGroup(directory.group());
    view.setOwner(directory.owner());
  }
}
