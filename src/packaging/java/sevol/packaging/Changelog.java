package sevol.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A changelog as Debian writes it, read for rpm, which wants its parts. */
record Changelog(List<Release> releases) {
  private static final Pattern HEAD = Pattern.compile("sevol \\((\\d+\\.\\d+\\.\\d+)\\) .*");
  private static final Pattern TAIL = Pattern.compile(" -- (.+>)  (.+)");

  /** One release; its changes are lines that begin with {@code - }. */
  record Release(String version, String who, ZonedDateTime time, String changes) {}

  /** Reads one whose newest release has to be {@code version}. */
  static Changelog read(Path file, String version) throws IOException {
    List<Release> releases = new ArrayList<>();
    List<String> changes = new ArrayList<>();
    String of = null;
    for (String line : Files.readAllLines(file)) {
      Matcher head = HEAD.matcher(line);
      Matcher tail = TAIL.matcher(line);
      if (head.matches()) {
        of = head.group(1);
        changes.clear();
      } else if (tail.matches()) {
        ZonedDateTime time =
            ZonedDateTime.parse(tail.group(2), DateTimeFormatter.RFC_1123_DATE_TIME);
        releases.add(new Release(of, tail.group(1), time, String.join("\n", changes)));
      } else if (!line.isBlank()) {
        changes.add(line.replaceFirst("^  \\* ", "- ").replaceFirst("^    ", "  "));
      }
    }
    if (releases.isEmpty() || !releases.get(0).version().equals(version)) {
      throw new IOException(file + ": the newest release is not " + version);
    }
    return new Changelog(List.copyOf(releases));
  }
}
