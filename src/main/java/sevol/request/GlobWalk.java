package sevol.request;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@code filepath.Glob} of Go: {@code *}, {@code ?}, {@code [a-z]}, {@code [^a]} and backslash,
 * each within one component; names that begin with a dot match like others; what cannot be read has
 * no matches.
 */
final class GlobWalk {
  private static final int MOST = 10_000;

  /** What a star and the text up to the next one matched first is never tried again. */
  private static final String STAR = "(?>.*?";

  private final Path directory;

  /**
   * @param directory what a relative pattern is relative to
   */
  GlobWalk(Path directory) {
    this.directory = directory;
  }

  /**
   * The matching paths, by name; relative ones stay relative.
   *
   * @throws InvalidRequestException if the pattern is malformed or names too many
   */
  List<String> matches(String pattern) throws InvalidRequestException {
    List<String> found = List.of(pattern.startsWith("/") ? "/" : "");
    for (String component : pattern.split("/", -1)) {
      if (!component.isEmpty()) {
        found = below(found, component, pattern);
      }
    }
    return found;
  }

  private List<String> below(List<String> parents, String component, String whole)
      throws InvalidRequestException {
    Pattern names = component.matches("[^*?\\[\\\\]*") ? null : regex(component, whole);
    List<String> found = new ArrayList<>();
    for (String parent : parents) {
      String prefix = parent.isEmpty() || parent.endsWith("/") ? parent : parent + "/";
      try {
        if (names != null) {
          list(directory.resolve(parent), names).forEach(name -> found.add(prefix + name));
        } else if (Files.exists(directory.resolve(prefix + component), LinkOption.NOFOLLOW_LINKS)) {
          found.add(prefix + component);
        }
      } catch (InvalidPathException e) {
        throw new InvalidRequestException("\"" + whole + "\" is no path: " + e.getReason());
      }
      if (found.size() > MOST) {
        throw new InvalidRequestException("\"" + whole + "\" names more than " + MOST + " paths");
      }
    }
    return found;
  }

  private static List<String> list(Path parent, Pattern names) {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (names.matcher(name).matches() && found.size() <= MOST) {
          found.add(name);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // as Go: what cannot be read has no matches
    }
    found.sort(null);
    return found;
  }

  /** One component as a regular expression. */
  private static Pattern regex(String component, String whole) throws InvalidRequestException {
    StringBuilder regex = new StringBuilder();
    int star = -1;
    for (int i = 0; i < component.length(); i++) {
      char c = component.charAt(i);
      if (c == '*') {
        regex.append(star < 0 ? "" : ")");
        star = regex.length();
        regex.append(STAR);
      } else if (c == '?') {
        regex.append('.');
      } else if (c == '[') {
        int end = component.indexOf(']', i + 2);
        if (end < 0 || component.substring(i, end).contains("\\")) {
          throw new InvalidRequestException("\"" + whole + "\": a [ that sevol cannot read");
        }
        boolean not = component.charAt(i + 1) == '^';
        regex.append(not ? "[^" : "[");
        regex.append(
            component.substring(i + (not ? 2 : 1), end).replaceAll("([\\[&~^])", "\\\\$1"));
        regex.append(']');
        i = end;
      } else {
        if (c == '\\' && ++i == component.length()) {
          throw new InvalidRequestException("\"" + whole + "\" ends with a backslash");
        }
        regex.append(Pattern.quote(component.substring(i, i + 1)));
      }
    }
    if (star >= 0) {
      regex.append(')').replace(star, star + STAR.length(), "(?:.*");
    }
    try {
      return Pattern.compile(regex.toString(), Pattern.DOTALL);
    } catch (PatternSyntaxException e) { // [z-a]
      throw new InvalidRequestException("\"" + whole + "\": a [ that sevol cannot read");
    }
  }
}
