package sevol.diagnosis;

import org.jspecify.annotations.Nullable;
import sevol.selinux.Denial;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** The words in which reasons speak of a denial. */
final class DenialWords {
  private DenialWords() {}

  /** The object by its kind: {@code the directory}. */
  static String object(@Nullable ObjectClass tclass) {
    if (tclass == null) {
      return "the object";
    }
    return switch (tclass.name()) {
      case "dir" -> "the directory";
      case "file" -> "the file";
      case "lnk_file" -> "the symbolic link";
      case "sock_file" -> "the socket";
      case "fifo_file" -> "the named pipe";
      case "chr_file", "blk_file" -> "the device node";
      default -> "the " + tclass.name();
    };
  }

  /** Who may not do what: {@code container_t is denied write, open}. */
  static String denied(Denial d) {
    String perms = d.perms().isEmpty() ? "access" : String.join(", ", d.perms());
    SecurityContext s = d.scontext();
    return (s == null ? "the container" : s.type()) + " is denied " + perms;
  }

  static String type(@Nullable SecurityContext context) {
    return context == null ? "(unknown)" : context.type();
  }
}
