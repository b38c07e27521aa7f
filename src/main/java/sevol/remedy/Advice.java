package sevol.remedy;

import java.util.List;

/**
 * What to do about a diagnosis, for somebody who reads a report: not yet planned against a live
 * host and not proved ({@code sevol fix} does that).
 *
 * @param summary one sentence
 * @param commands commands to run, each an argument list that is quoted when printed; may be empty
 * @param notes further sentences, most important first
 */
public record Advice(String summary, List<List<String>> commands, List<String> notes) {
  public Advice {
    commands = commands.stream().map(List::copyOf).toList();
    notes = List.copyOf(notes);
  }
}
