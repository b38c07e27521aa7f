package sevol.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A small file that is replaced as a whole: who reads it sees the old content or the new one,
 * whenever the writer or the machine stops. It has one writer at a time. No link is followed.
 */
final class AtomicFile {
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");

  /** What a write has done so far; tests stop it there. */
  enum Step {
    CREATED,
    WRITTEN,
    SYNCED,
    RENAMED,
    DONE
  }

  /** What is told of the steps of a write; it may throw in place of the step after. */
  interface Steps {
    void reached(Step step) throws IOException;
  }

  private final Path file;
  private final Path temporary;
  private final boolean durable;
  private final Steps steps;

  /**
   * A file.
   *
   * @param durable wait until the content is on the disk, so that it survives a power cut, too
   */
  AtomicFile(Path file, boolean durable) {
    this(file, durable, step -> {});
  }

  AtomicFile(Path file, boolean durable, Steps steps) {
    this.file = file;
    this.temporary = file.resolveSibling(file.getFileName() + ".new");
    this.durable = durable;
    this.steps = steps;
  }

  /** Replaces the content; after an exception the file is as it was, or new, and whole. */
  void write(byte[] content) throws IOException {
    try {
      writeTemporary(content);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      removeTemporary(e);
      throw e;
    }
    steps.reached(Step.RENAMED);
    if (durable) {
      try (FileChannel directory = FileChannel.open(file.resolveSibling("."))) {
        directory.force(true); // the name, too, must survive a power cut
      }
    }
    steps.reached(Step.DONE);
  }

  private void writeTemporary(byte[] content) throws IOException {
    Files.deleteIfExists(temporary); // left by a writer that was killed
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(MODE))) {
      // whatever the umask took away; by descriptor, since root may write in another's directory
      Files.getFileAttributeView(temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setPermissions(MODE);
      Ownership.likeDirectory(temporary);
      steps.reached(Step.CREATED);
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      steps.reached(Step.WRITTEN);
      if (durable) {
        channel.force(true);
      }
      steps.reached(Step.SYNCED);
    }
  }

  /** Leaves no litter, not least on a full disk. */
  private void removeTemporary(IOException failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Removes what a writer left that was killed. */
  void clean() throws IOException {
    Files.deleteIfExists(temporary);
  }

  /**
   * Reads a regular file as a whole.
   *
   * @throws DamagedFileException if it is larger, or no regular file
   */
  static byte[] read(Path file, int mostBytes) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new DamagedFileException(file, "not a regular file"); // opening a FIFO would hang
    }
    try (InputStream in =
        Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(mostBytes + 1);
      if (bytes.length > mostBytes) {
        throw new DamagedFileException(file, "larger than " + mostBytes + " bytes");
      }
      return bytes;
    }
  }
}
