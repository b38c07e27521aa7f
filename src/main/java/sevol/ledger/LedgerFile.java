package sevol.ledger;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The ledger on disk: {@code ledger.json} in a directory of its own, held by one daemon. What
 * cannot be written is no reason to stop: it stays in memory, and the next write that goes through
 * holds it.
 */
public final class LedgerFile implements AutoCloseable {
  private static final String NAME = "ledger.json";

  /** Whoever reads has a limit, so whoever writes keeps it. */
  private static final int MOST_BYTES = 16 << 20;

  private final Path directory;
  private final Path file;
  private final DirectoryLock lock;
  private final AtomicFile target;
  private @Nullable LedgerContent written;
  private volatile @Nullable Trouble trouble;

  /**
   * What a file held.
   *
   * @param content the content, empty if there was no file or a damaged one
   * @param warning one line if it was damaged, and where it is now; null if not
   */
  public record Loaded(LedgerContent content, @Nullable String warning) {}

  /**
   * That writes fail.
   *
   * @param text what fails, one line
   * @param since when it began to
   */
  public record Trouble(String text, Instant since) {}

  /** What became of a write. */
  public enum Saved {
    /** Nothing had changed since the last one that went through. */
    UNCHANGED,
    /** It is on disk. */
    WRITTEN,
    /** It is on disk, and the trouble is over. */
    RECOVERED,
    /** It failed, and the one before did not: {@link #trouble} tells why. */
    FAILED,
    /** It failed, as did the one before. */
    STILL_FAILING
  }

  private LedgerFile(Path directory, DirectoryLock lock, AtomicFile.Steps steps) {
    this.directory = directory;
    this.file = in(directory);
    this.lock = lock;
    this.target = new AtomicFile(file, true, steps);
  }

  /**
   * Takes the directory for this process; makes it (0750) if it is not there.
   *
   * @throws IOException if it cannot be used; the message tells why, and what to do
   */
  public static LedgerFile open(Path directory) throws IOException {
    return open(directory, step -> {});
  }

  static LedgerFile open(Path directory, AtomicFile.Steps steps) throws IOException {
    try {
      return openDirectory(directory, steps);
    } catch (AccessDeniedException e) {
      throw new IOException(
          e.getFile()
              + ": permission denied; the ledger's directory must belong to the user that the"
              + " daemon runs as (systemctl start sevol sees to it), or name another one",
          e);
    }
  }

  @SuppressWarnings("resource") // the ledger's file closes the lock
  private static LedgerFile openDirectory(Path directory, AtomicFile.Steps steps)
      throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    DirectoryLock lock = DirectoryLock.take(directory);
    try {
      LedgerFile opened = new LedgerFile(directory, lock, steps);
      opened.target.clean();
      return opened;
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Reads what an earlier daemon left; a damaged file is put aside as {@code ledger.json.bad}.
   *
   * @throws IOException if the file cannot be read at all
   */
  public Loaded load() throws IOException {
    try {
      LedgerContent content = read(directory);
      written = content;
      return new Loaded(content, null);
    } catch (NoSuchFileException e) {
      return new Loaded(LedgerContent.EMPTY, null);
    } catch (DamagedFileException e) {
      Path bad = file.resolveSibling(NAME + ".bad");
      Files.move(file, bad, StandardCopyOption.ATOMIC_MOVE);
      return new Loaded(
          LedgerContent.EMPTY,
          e.getMessage() + "; it is kept as " + bad + ", and a new ledger begins");
    }
  }

  /** The file in a directory. */
  static Path in(Path directory) {
    return directory.resolve(NAME);
  }

  /** Why a ledger could not be read, and what to do about it. */
  public static Problem problem(Path directory, IOException e) {
    return Problem.of("ledger", in(directory), e);
  }

  /** Reads the ledger of a directory that a daemon may be writing to; changes nothing. */
  public static LedgerContent read(Path directory) throws IOException {
    Path file = in(directory);
    try {
      return LedgerJson.content(AtomicFile.read(file, MOST_BYTES));
    } catch (JsonParseException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new DamagedFileException(file, "no ledger that can be read (" + why + ")");
    }
  }

  /**
   * Writes the content if it is another than was last written; never throws for the disk's sake.
   * One thread calls it.
   */
  public Saved save(LedgerContent content, Instant now) {
    if (content.equals(written)) {
      return Saved.UNCHANGED;
    }
    Trouble before = trouble;
    try {
      byte[] bytes = LedgerJson.bytes(content);
      if (bytes.length > MOST_BYTES) {
        throw new IOException(file + ": would be larger than " + MOST_BYTES + " bytes");
      }
      written = null; // until it is known what is on disk
      target.write(bytes);
      written = content;
      trouble = null;
      return before == null ? Saved.WRITTEN : Saved.RECOVERED;
    } catch (IOException e) {
      trouble = new Trouble(describe(e), before == null ? now : before.since());
      return before == null ? Saved.FAILED : Saved.STILL_FAILING;
    }
  }

  private String describe(IOException e) {
    String why = e.getMessage();
    if (e instanceof AccessDeniedException) {
      why = "permission denied";
    } else if (e instanceof NoSuchFileException) {
      why = "no such directory";
    } else if (e instanceof FileSystemException f && f.getReason() != null) {
      why = f.getReason();
    }
    return "cannot write " + file + ": " + (why == null ? e.getClass().getSimpleName() : why);
  }

  /** Why writes fail now; null if they do not. Any thread may ask. */
  public @Nullable Trouble trouble() {
    return trouble;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
