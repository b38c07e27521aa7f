package sevol.request;

import java.util.ArrayList;
import java.util.List;

/** One CSV record as Go's {@code encoding/csv} reads it (RFC 4180 without line breaks). */
public final class CsvRecord {
  private CsvRecord() {}

  /**
   * The fields. A field that begins with a quote ends at the closing one; {@code ""} inside is a
   * quote. A quote elsewhere is an error.
   */
  public static List<String> fields(String text) throws InvalidRequestException {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (true) {
      StringBuilder field = new StringBuilder();
      if (at < text.length() && text.charAt(at) == '"') {
        at = quoted(text, at + 1, field);
      } else {
        while (at < text.length() && text.charAt(at) != ',') {
          if (text.charAt(at) == '"') {
            throw new InvalidRequestException(
                "a quote inside a field; quote the whole field, as in \"source=/a,b\"");
          }
          field.append(text.charAt(at++));
        }
      }
      fields.add(field.toString());
      if (at == text.length()) {
        return fields;
      }
      at++; // the comma
    }
  }

  private static int quoted(String text, int start, StringBuilder field)
      throws InvalidRequestException {
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (at == text.length() || text.charAt(at) == ',') {
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
