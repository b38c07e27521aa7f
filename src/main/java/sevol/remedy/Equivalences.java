package sevol.remedy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringTokenizer;

/**
 * The path equivalences of file_contexts. They apply to the path looked up, so a rule written below
 * the left side of one never matches; a rule's path must be mapped first.
 *
 * @param local pairs of {@code file_contexts.subs}, later lines first
 * @param distribution pairs of {@code file_contexts.subs_dist}, later lines first
 */
record Equivalences(List<Pair> local, List<Pair> distribution) {

  /** One line: paths below {@code from} are looked up below {@code to}. */
  record Pair(String from, String to) {}

  /** Reads both files below a policy's root, for example {@code /etc/selinux/default}. */
  static Equivalences of(Path policyRoot) throws IOException {
    Path files = policyRoot.resolve("contexts/files");
    return new Equivalences(
        read(files.resolve("file_contexts.subs")), read(files.resolve("file_contexts.subs_dist")));
  }

  private static List<Pair> read(Path file) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        StringTokenizer fields = new StringTokenizer(line);
        if (fields.countTokens() >= 2 && line.strip().startsWith("/")) {
          pairs.add(new Pair(fields.nextToken(), fields.nextToken()));
        }
      }
    } catch (NoSuchFileException expected) {
      return List.of(); // a policy without equivalences has no such file
    }
    Collections.reverse(pairs);
    return pairs;
  }

  /** The path under which the library looks this one up: one hit in each file. */
  String map(String path) {
    return hit(distribution, hit(local, path));
  }

  private static String hit(List<Pair> pairs, String path) {
    for (Pair pair : pairs) {
      if (path.equals(pair.from()) || path.startsWith(pair.from() + "/")) {
        String to = pair.to().equals("/") ? "" : pair.to();
        String mapped = to + path.substring(pair.from().length());
        return mapped.isEmpty() ? "/" : mapped;
      }
    }
    return path;
  }
}
