package sevol.request;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of {@code src/lab/parsers}: command lines, and what the engines made of them. */
final class Lines {
  static final Path DIRECTORY = Path.of("src/lab/parsers");

  /** A word: {@code $'with \n escapes'}, {@code 'quoted'}, or bare. */
  private static final Pattern WORD =
      Pattern.compile("\\$'((?:[^'\\\\]|\\\\.)*)'|'([^']*)'|([^\\s']\\S*)");

  private Lines() {}

  /** What a recording says of each command line, by command line. */
  static Map<String, List<String>> recorded(String engine) throws IOException {
    Map<String, List<String>> recorded = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : Files.readAllLines(DIRECTORY.resolve("recorded-" + engine + ".txt"))) {
      if (line.startsWith("  ")) {
        current.add(line.strip());
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        current = new ArrayList<>();
        recorded.put(line, current);
      }
    }
    return recorded;
  }

  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(
          matcher.group(1) != null
              ? matcher.group(1).translateEscapes()
              : matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
    }
    return words;
  }

  /** A word as a recording writes it. */
  static String quoted(String word) {
    if (word.matches("(?s).*[\n\t'].*")) {
      return "$'"
          + word.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\t", "\\t")
          + "'";
    }
    return word.matches("[^\\s'$][^\\s']*") ? word : "'" + word + "'";
  }
}
