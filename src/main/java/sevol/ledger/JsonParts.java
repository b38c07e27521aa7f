package sevol.ledger;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.remedy.Advice;

/** What the ledger and several reports write alike. */
public final class JsonParts {
  private JsonParts() {}

  /** An object, or null; commands are arrays of arguments, so that nobody has to unquote them. */
  public static void advice(JsonWriter json, @Nullable Advice advice) throws IOException {
    if (advice == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("summary").value(advice.summary());
    json.name("commands").beginArray();
    for (List<String> command : advice.commands()) {
      strings(json, command);
    }
    json.endArray();
    strings(json.name("notes"), advice.notes());
    json.endObject();
  }

  /** An array of strings. */
  public static void strings(JsonWriter json, Iterable<String> values) throws IOException {
    json.beginArray();
    for (String value : values) {
      json.value(value);
    }
    json.endArray();
  }
}
