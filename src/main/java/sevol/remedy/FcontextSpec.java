package sevol.remedy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A literal path as a file_contexts specification.
 *
 * <p>The library anchors the expression at both ends and matches bytes. White space separates the
 * fields of file_contexts and bytes above 0x7e are rejected ("Non-ASCII characters found"), so both
 * are written as {@code [\xHH]} (label_file.c of libselinux). So is all that a shell or the
 * language of a configuration management could take for its own: quotes, {@code % # & ; < > ! ~ `}
 * and braces, which also keeps templates of the kind of Jinja from being seen in it. From
 * libselinux 3.8 on such a specification is never one of an exact path; without the brackets, every
 * command that reads the rules would say so ("unsupported escaped character x for literal
 * matching").
 */
final class FcontextSpec {
  /** The longest expression that libselinux reads. */
  private static final int MAX_LENGTH = 4096;

  /** Characters of expressions that a backslash makes literal. */
  private static final String META = ".^$?*+|[(])\\";

  /** What stands for itself everywhere, beside letters and digits. */
  private static final String PLAIN = "/_,:=@-";

  private FcontextSpec() {}

  /** Why no rule can be written for this path, empty if one can. */
  static Optional<String> refusal(String path) {
    if (path.indexOf('\n') >= 0) {
      return Optional.of("its name holds a newline, which file_contexts cannot express");
    }
    if (path.indexOf('\uFFFD') >= 0) {
      return Optional.of("its name is not UTF-8");
    }
    if (tree(path).length() > MAX_LENGTH) {
      return Optional.of("its name is too long for an expression of file_contexts");
    }
    return Optional.empty();
  }

  /** The spec of a directory and everything below it: {@code PATH(/.*)?}. */
  static String tree(String path) {
    return literal(path) + "(/.*)?";
  }

  /** The spec of this one path. */
  static String literal(String path) {
    String trimmed = path.length() > 1 && path.endsWith("/") ? path.replaceAll("/+$", "") : path;
    StringBuilder spec = new StringBuilder();
    for (byte b : trimmed.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isPlain(c)) {
        spec.append(c);
      } else if (META.indexOf(c) >= 0) {
        spec.append('\\').append(c);
      } else {
        spec.append(String.format("[\\x%02X]", (int) c));
      }
    }
    return spec.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PLAIN.indexOf(c) >= 0;
  }
}
