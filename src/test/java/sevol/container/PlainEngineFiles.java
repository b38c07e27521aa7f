package sevol.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** Users' files without a native side: as careful as the JDK can be. */
public final class PlainEngineFiles implements EngineFiles {
  private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;

  @Override
  public byte[] read(Path file, int maxBytes, int uid) throws IOException {
    try (DirectoryStream<Path> top = Files.newDirectoryStream(Path.of("/"))) {
      return read((SecureDirectoryStream<Path>) top, file, 0, maxBytes, uid);
    }
  }

  private static byte[] read(
      SecureDirectoryStream<Path> in, Path file, int depth, int maxBytes, int uid)
      throws IOException {
    try (in) {
      Path name = file.getName(depth);
      BasicFileAttributes found =
          in.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW).readAttributes();
      if (depth < file.getNameCount() - 1) {
        if (!found.isDirectory()) {
          throw new NoSuchFileException(file.toString(), null, name + " is no directory");
        }
        return read(in.newDirectoryStream(name, NOFOLLOW), file, depth + 1, maxBytes, uid);
      }
      Object owner = Files.getAttribute(file, "unix:uid", NOFOLLOW);
      if (!found.isRegularFile() || found.size() > maxBytes || !owner.equals(uid)) {
        throw new IOException(file + ": not a regular file of uid " + uid + ", or too large");
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (InputStream from =
          Channels.newInputStream(
              in.newByteChannel(name, Set.of(StandardOpenOption.READ, NOFOLLOW)))) {
        bytes.write(from.readNBytes(maxBytes));
      }
      return bytes.toByteArray();
    }
  }
}
