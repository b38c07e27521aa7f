package sevol.report.export;

import java.util.List;

/**
 * What became of an export.
 *
 * @param text the whole file, ending in a newline unless it is empty
 * @param notes how to use it, where the file itself can hold no comment; safe for a terminal
 * @param refused what the format cannot express, and why; safe for a terminal
 */
public record Exported(String text, List<String> notes, List<String> refused) {
  public Exported {
    notes = List.copyOf(notes);
    refused = List.copyOf(refused);
  }
}
