package sevol.ledger;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An incident as a JSON object, the same in the ledger's file and in every report, but for {@code
 * automatic}, which is of another file. Every key is always there, null where nothing is known.
 */
public final class IncidentJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private IncidentJson() {}

  /**
   * Writes the object and the end of its line.
   *
   * @param automatic what came of its automatic fix, null if none was asked for
   */
  public static void write(Appendable out, Incident incident, @Nullable FixResult automatic)
      throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.setHtmlSafe(false);
    json.beginObject();
    fields(json, incident);
    automatic(json.name("automatic"), automatic);
    json.endObject();
    out.append(TerminalSafe.json(text.toString())).append('\n');
  }

  /** Writes the object. */
  static void write(JsonWriter json, Incident incident) throws IOException {
    json.beginObject();
    fields(json, incident);
    json.endObject();
  }

  private static void fields(JsonWriter json, Incident incident) throws IOException {
    Closing closed = incident.closed();
    json.name("id").value(incident.id());
    json.name("state").value(incident.state());
    json.name("source").value(incident.key().source());
    json.name("cause").value(incident.key().cause().word());
    json.name("tclass").value(incident.key().tclass());
    json.name("process_type").value(incident.key().processType());
    json.name("denials").value(incident.tally().denials());
    json.name("logged").value(incident.tally().logged());
    json.name("predicted").value(incident.predicted());
    json.name("first").value(time(incident.tally().first()));
    json.name("last").value(time(incident.tally().last()));
    JsonParts.strings(json.name("perms"), incident.perms());
    JsonParts.strings(json.name("containers"), incident.containers());
    json.name("ambiguous").value(incident.ambiguous());
    sample(json.name("sample"), incident.sample());
    mount(json.name("mount"), incident.mount());
    json.name("reason").value(incident.reason());
    JsonParts.advice(json.name("remedy"), incident.advice());
    objects(json.name("objects"), incident.objects());
    json.name("closed").value(closed == null ? null : time(closed.when()));
    json.name("closed_why").value(closed == null ? null : closed.why());
  }

  private static void automatic(JsonWriter json, @Nullable FixResult result) throws IOException {
    if (result == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("state").value(result.state().word());
    json.name("time").value(time(result.time()));
    json.name("path").value(result.path());
    json.name("reason").value(result.reason());
    json.name("fix").value(result.fix());
    json.endObject();
  }

  /** A time as every report writes it: UTC, with milliseconds. */
  public static String time(Instant time) {
    return TIME.format(time);
  }

  private static void sample(JsonWriter json, Sample sample) throws IOException {
    json.beginObject();
    json.name("event").value(sample.event());
    json.name("comm").value(sample.comm());
    json.name("exe").value(sample.exe());
    json.name("name").value(sample.name());
    json.name("path").value(sample.path());
    json.name("host_path").value(sample.hostPath());
    json.name("dev").value(sample.dev());
    json.name("ino").value(sample.ino());
    json.name("pid").value(sample.pid());
    json.name("scontext").value(sample.scontext());
    json.name("tcontext").value(sample.tcontext());
    json.endObject();
  }

  private static void mount(JsonWriter json, @Nullable SeenMount mount) throws IOException {
    if (mount == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("source").value(mount.source());
    json.name("destination").value(mount.destination());
    json.name("mode").value(mount.mode());
    json.endObject();
  }

  private static void objects(JsonWriter json, List<DeniedObject> objects) throws IOException {
    json.beginArray();
    for (DeniedObject object : objects) {
      json.beginObject();
      json.name("host_path").value(object.hostPath());
      json.name("tcontext").value(object.tcontext());
      json.endObject();
    }
    json.endArray();
  }
}
