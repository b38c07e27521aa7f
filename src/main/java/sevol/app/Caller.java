package sevol.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import sevol.selinux.SecurityContext;

/** The account and the context that sevol itself runs with. */
final class Caller {
  private static final Path SELF = Path.of("/proc/self");

  private Caller() {}

  /** The user id. */
  static int uid() throws IOException {
    return (Integer) Files.getAttribute(SELF, "unix:uid");
  }

  static boolean isRoot() throws IOException {
    return uid() == 0;
  }

  /** The context; empty where SELinux has none for it. */
  static Optional<SecurityContext> context() throws IOException {
    String text = Files.readString(SELF.resolve("attr/current"));
    return SecurityContext.parse(text.replace("\0", "").strip());
  }
}
