package sevol.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import sevol.doctor.Finding;
import sevol.doctor.Remedy;
import sevol.ledger.JsonParts;

/** What {@code sevol doctor} found, for programs: one JSON object a line for each finding. */
public final class DoctorJson {
  private DoctorJson() {}

  /** Writes one finding and a line feed. */
  public static void write(Finding finding, Appendable out) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonWriter json = new JsonWriter(line)) {
      json.setHtmlSafe(false);
      json.setSerializeNulls(true);
      json.beginObject();
      json.name("severity").value(finding.severity().word());
      json.name("subject").value(finding.subject());
      json.name("what").value(finding.what());
      json.name("evidence").value(finding.evidence());
      json.name("remedy");
      Remedy remedy = finding.remedy();
      if (remedy == null) {
        json.nullValue();
      } else {
        json.beginObject();
        json.name("text").value(remedy.text());
        json.name("commands").beginArray();
        for (List<String> command : remedy.commands()) {
          JsonParts.strings(json, command);
        }
        json.endArray();
        json.endObject();
      }
      json.endObject();
    }
    out.append(line.toString()).append("\n");
  }
}
