package sevol.automatic;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's own directory, in which an empty file stands for each incident that it asks to have
 * fixed, named as the incident's id. Nothing in it is ever opened: what a name does not say the
 * fixer finds out by itself.
 *
 * @param directory for example {@code /run/sevol/daemon/requests}
 */
public record FixRequests(Path directory) {
  /** Most that are taken at a time; of a flood the rest is thrown away. */
  static final int MOST = 32;

  /** Most files that are removed at a time; systemd starts the fixer again for what is left. */
  private static final int MOST_REMOVED = 100_000;

  /** The fixer removes what is in it, as a member of the daemon's group. */
  private static final Set<PosixFilePermission> FOR_THE_GROUP =
      PosixFilePermissions.fromString("rwxrwx---");

  private static final Pattern ID = Pattern.compile("[0-9a-f]{12}");

  /**
   * What was asked.
   *
   * @param ids the incidents, at most {@value #MOST}
   * @param ignored how many files were removed for nothing: no id, or too many
   * @param stuck what could not be removed, null if all could
   */
  public record Taken(List<String> ids, int ignored, @Nullable String stuck) {
    public Taken {
      ids = List.copyOf(ids);
    }
  }

  /**
   * Asks. To ask twice is to ask once.
   *
   * @param id an incident's
   */
  public void put(String id) throws IOException {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("no id of an incident: " + id);
    }
    try {
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, FOR_THE_GROUP);
    } catch (FileAlreadyExistsException e) {
      // made before; what else it may be, the next step says
    }
    try {
      Files.createFile(directory.resolve(id));
    } catch (FileAlreadyExistsException e) {
      return; // not taken yet
    }
  }

  /**
   * Takes what is there: each file is removed before anything is done about it. By descriptor,
   * since who writes in the directory may put a link in its place.
   *
   * @throws IOException if it cannot be read, or is none
   */
  public Taken take() throws IOException {
    try (DirectoryStream<Path> above = Files.newDirectoryStream(directory.resolveSibling("."));
        SecureDirectoryStream<Path> files =
            secure(above).newDirectoryStream(directory.getFileName(), LinkOption.NOFOLLOW_LINKS)) {
      return take(files);
    } catch (NoSuchFileException e) {
      return new Taken(List.of(), 0, null);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) {
    return (SecureDirectoryStream<Path>) stream; // on Linux each is, openat(2)
  }

  private static Taken take(SecureDirectoryStream<Path> files) {
    List<String> ids = new ArrayList<>();
    int ignored = 0;
    String stuck = null;
    int left = MOST_REMOVED;
    for (Path file : files) {
      if (left-- == 0) {
        break;
      }
      Path name = file.getFileName();
      if (!removed(files, name)) {
        stuck = name.toString();
      } else if (ids.size() < MOST && ID.matcher(name.toString()).matches()) {
        ids.add(name.toString());
      } else {
        ignored++;
      }
    }
    return new Taken(ids, ignored, stuck);
  }

  private static boolean removed(SecureDirectoryStream<Path> files, Path name) {
    try {
      files.deleteFile(name);
      return true;
    } catch (IOException e) {
      return removedDirectory(files, name);
    }
  }

  private static boolean removedDirectory(SecureDirectoryStream<Path> files, Path name) {
    try {
      files.deleteDirectory(name);
      return true;
    } catch (IOException e) {
      return false; // not empty
    }
  }
}
