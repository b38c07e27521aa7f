package sevol.doctor;

import java.util.Arrays;
import java.util.List;

/**
 * What an administrator does about a finding.
 *
 * @param text the file and line to write, or why; empty if the commands say it all
 * @param commands to be run in this order, each an array of arguments
 */
public record Remedy(String text, List<List<String>> commands) {
  public Remedy {
    commands = List.copyOf(commands);
  }

  /** Something to write or decide, nothing to run. */
  static Remedy text(String text) {
    return new Remedy(text, List.of());
  }

  /** Commands of ours, whose words hold no blanks. */
  static Remedy run(String... commands) {
    return text("").then(commands);
  }

  /** One command, word by word. */
  static Remedy command(String... words) {
    return new Remedy("", List.of(List.of(words)));
  }

  /** Commands that are to follow, whose words hold no blanks. */
  Remedy then(String... lines) {
    return new Remedy(text, Arrays.stream(lines).map(line -> List.of(line.split(" "))).toList());
  }
}
