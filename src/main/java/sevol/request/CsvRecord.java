package sevol.request;

import java.util.ArrayList;
import java.util.List;

/**
 * The first CSV record of a text as Go's {@code encoding/csv} reads it (RFC 4180; blank lines are
 * skipped).
 *
 * @param fields its fields
 * @param more whether another record follows
 */
public record CsvRecord(List<String> fields, boolean more) {
  public CsvRecord {
    fields = List.copyOf(fields);
  }

  /**
   * Reads it. A field that begins with a quote ends at the closing one; {@code ""} inside is a
   * quote. A quote elsewhere is an error.
   */
  public static CsvRecord read(String given) throws InvalidRequestException {
    String text = given.replace("\r\n", "\n").replaceFirst("^\n+", "");
    if (text.isEmpty()) {
      throw new InvalidRequestException("it is empty");
    }
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (true) {
      StringBuilder field = new StringBuilder();
      if (at < text.length() && text.charAt(at) == '"') {
        at = quoted(text, at + 1, field);
      } else {
        while (!ends(text, at)) {
          if (text.charAt(at) == '"') {
            throw new InvalidRequestException(
                "a quote inside a field; quote the whole field, as in \"source=/a,b\"");
          }
          field.append(text.charAt(at++));
        }
      }
      fields.add(field.toString());
      if (at == text.length() || text.charAt(at) == '\n') {
        return new CsvRecord(fields, !text.substring(at).matches("\n*"));
      }
      at++; // the comma
    }
  }

  /** True at the end of a field. */
  private static boolean ends(String text, int at) {
    return at == text.length() || text.charAt(at) == ',' || text.charAt(at) == '\n';
  }

  private static int quoted(String text, int start, StringBuilder field)
      throws InvalidRequestException {
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (ends(text, at)) {
        return at;
      } else if (text.charAt(at) == '"') {
        field.append('"');
        at++;
      } else {
        throw new InvalidRequestException("text after a closing quote");
      }
    }
    throw new InvalidRequestException("a quote is never closed");
  }
}
