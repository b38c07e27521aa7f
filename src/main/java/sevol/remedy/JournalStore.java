package sevol.remedy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sevol.remedy.UndoJournal.Content;

/**
 * The directory that holds the journals of all fixes, owned by root and closed to others, and the
 * lock that lets one fix run at a time.
 */
final class JournalStore {
  private static final Pattern ID = Pattern.compile("\\d{8}-\\d{6}-[0-9a-f]{4}");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path directory;

  /** A store below a state directory, for example {@code /var/lib/sevol}. */
  JournalStore(Path state) throws IOException {
    directory = state.resolve("fixes");
    Files.createDirectories(directory, OWNER_ONLY);
  }

  /** Holds the one lock; released by close. */
  FileChannel lock() throws IOException, RemedyException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new RemedyException(
          "another sevol fix is at work (it holds "
              + directory.resolve("lock")
              + "); try again when it is done");
    }
    return channel;
  }

  /** An id that was not used before: the time in UTC and four random digits. */
  String newId(Instant now) {
    return STAMP.format(now) + String.format("-%04x", new SecureRandom().nextInt(0x10000));
  }

  /**
   * The journal's file of an id.
   *
   * @throws RemedyException if the text is no id
   */
  Path file(String id) throws RemedyException {
    if (!ID.matcher(id).matches()) {
      throw new RemedyException(
          id + ": not the id of a fix; an id looks like 20261122-141025-0a1b");
    }
    return directory.resolve(id + ".journal");
  }

  /**
   * A journal with all its labels.
   *
   * @throws RemedyException if there is none with this id
   */
  Content read(String id) throws IOException, RemedyException {
    Path file = file(id);
    if (!Files.exists(file)) {
      throw new RemedyException(id + ": no such fix; sevol fix --undo without an ID lists them");
    }
    return Content.of(file);
  }

  /** What all journals say of themselves, oldest first; one that cannot be read is left out. */
  List<Fixer.Past> history() throws IOException, RemedyException {
    List<Fixer.Past> history = new ArrayList<>();
    for (String id : ids()) {
      past(id).ifPresent(history::add);
    }
    return history;
  }

  private Optional<Fixer.Past> past(String id) throws RemedyException {
    try {
      return Optional.of(Fixer.Past.of(id, Content.stepsOf(file(id))));
    } catch (IOException e) {
      return Optional.empty(); // cut off before its first line was on disk: nothing was changed
    }
  }

  private List<String> ids() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".journal"))
          .map(name -> name.substring(0, name.length() - ".journal".length()))
          .filter(id -> ID.matcher(id).matches())
          .sorted()
          .toList();
    }
  }
}
