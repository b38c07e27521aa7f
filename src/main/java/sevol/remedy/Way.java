package sevol.remedy;

import java.util.List;

/**
 * Something that would help and that sevol does not do by itself.
 *
 * @param summary one sentence
 * @param commands commands to run in this order, each an argument list; may be empty
 * @param runWith arguments that the run of the container then needs; may be empty
 */
public record Way(String summary, List<List<String>> commands, List<String> runWith) {
  public Way {
    commands = commands.stream().map(List::copyOf).toList();
    runWith = List.copyOf(runWith);
  }
}
