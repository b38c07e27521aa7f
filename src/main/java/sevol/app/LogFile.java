package sevol.app;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** The logs that a user names, and what is wrong with them in one line. */
final class LogFile {
  /** The first bytes of compressed files, and the command that reads them. */
  private static final Map<String, String> COMPRESSED =
      Map.of("1f8b", "zcat", "fd37", "xzcat", "28b5", "zstdcat", "425a", "bzcat");

  private LogFile() {}

  /** Opens a log; {@code -} is standard input, which closing leaves open. */
  static InputStream open(String file) throws IOException {
    if (file.equals("-")) {
      return checked(
          new FilterInputStream(System.in) {
            @Override
            public void close() {}
          },
          "-");
    }
    Path path;
    try {
      path = Path.of(file);
    } catch (InvalidPathException e) {
      throw new FileSystemException(file, null, "not a path");
    }
    if (Files.isDirectory(path)) {
      throw new FileSystemException(file, null, "is a directory; name the log in it");
    }
    return checked(Files.newInputStream(path), file);
  }

  private static InputStream checked(InputStream raw, String file) throws IOException {
    PushbackInputStream in = new PushbackInputStream(raw, 2); // whoever reads, reads much at once
    byte[] head = in.readNBytes(2);
    in.unread(head);
    String magic = head.length < 2 ? "" : String.format("%02x%02x", head[0], head[1]);
    String tool = COMPRESSED.get(magic);
    if (tool != null) {
      in.close();
      throw new IOException(
          "compressed; read it with: " + tool + " " + file + " | sevol explain -");
    }
    return in;
  }

  /** One line that names the log and what is wrong. */
  static String describe(String name, IOException e) {
    String text = OneLineErrors.message(e);
    return text.startsWith(name + ":") ? text : name + ": " + text;
  }

  /** True if nobody piped anything in and a read would wait for typing. */
  static boolean standardInputIsTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
      return target.matches("/dev/(?:pts/\\d+|tty.*|console)");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
