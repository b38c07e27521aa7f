package sevol.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.GroupAccess;
import sevol.ledger.JsonParts;
import sevol.preflight.Cure;
import sevol.preflight.Verdict;
import sevol.selinux.Need;

/** A verdict for programs: one JSON object on one line. */
public final class VerdictJson {
  private VerdictJson() {}

  /**
   * Writes one verdict and a line feed.
   *
   * @param subject the container it belongs to
   */
  public static void write(String subject, Verdict verdict, Appendable out) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonWriter json = new JsonWriter(line)) {
      json.setHtmlSafe(false);
      json.setSerializeNulls(true);
      json.beginObject();
      json.name("subject").value(subject);
      json.name("engine").value(verdict.request().engine().command());
      json.name("kind").value(verdict.request().kind());
      json.name("source").value(verdict.request().source());
      json.name("resolved").value(text(verdict.resolved()));
      json.name("destination").value(verdict.request().destination());
      json.name("mode").value(verdict.request().mode());
      json.name("verdict").value(verdict.outcome().word());
      json.name("access").beginObject();
      for (Map.Entry<Need, Verdict.Outcome> need : verdict.access().entrySet()) {
        json.name(need.getKey().word()).value(need.getValue().word());
      }
      json.endObject();
      json.name("cause").value(verdict.cause() == null ? null : verdict.cause().word());
      json.name("reason").value(verdict.reason());
      json.name("scontext").value(text(verdict.process()));
      json.name("entries").value(verdict.entries());
      json.name("groups").beginArray();
      for (GroupAccess group : verdict.groups()) {
        write(group, json);
      }
      json.endArray();
      json.name("links_out").value(verdict.links().leaving());
      json.name("hard_links_out").value(verdict.links().shared());
      JsonParts.strings(json.name("warnings"), verdict.warnings());
      json.name("policy").value(verdict.explanation());
      json.name("cures").beginArray();
      for (Cure cure : verdict.cures()) {
        json.beginObject();
        json.name("kind").value(cure.kind().word());
        json.name("value").value(cure.value());
        JsonParts.strings(json.name("command"), cure.command());
        json.endObject();
      }
      json.endArray();
      JsonParts.advice(json.name("remedy"), verdict.advice());
      json.endObject();
    }
    out.append(line.toString()).append("\n");
  }

  private static void write(GroupAccess access, JsonWriter json) throws IOException {
    json.beginObject();
    json.name("tclass").value(access.group().tclass().name());
    json.name("label").value(text(access.group().label()));
    json.name("count").value(access.group().count());
    json.name("example").value(access.group().example());
    JsonParts.strings(json.name("denied"), access.denied());
    json.name("silent").value(access.silent());
    json.endObject();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
