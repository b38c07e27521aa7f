package sevol.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What keeps two daemons from writing one ledger; it ends with its process, however that ends. */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a directory.
   *
   * @throws IOException also if another holds it
   */
  static DirectoryLock take(Path directory) throws IOException {
    Path file = directory.resolve("lock");
    // owner only: whoever may open it for reading could hold a shared lock and keep us out
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Ownership.likeDirectory(file);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DirectoryLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw held(file);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw held(file);
  }

  private static IOException held(Path file) {
    return new IOException(
        "another sevol daemon writes this ledger (it holds "
            + file
            + "); end it first (systemctl stop sevol), or name another directory");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
