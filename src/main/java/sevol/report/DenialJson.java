package sevol.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.ledger.JsonParts;
import sevol.ledger.TerminalSafe;
import sevol.selinux.Denial;

/**
 * A denial as one JSON object on one line. Every key is always there, null where the log has
 * nothing; names and contexts are spelt as the log spells them.
 */
public final class DenialJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private DenialJson() {}

  /** Writes the object and the end of its line. */
  public static void write(Appendable out, DenialReport report) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.setHtmlSafe(false);
    json.beginObject();
    denial(json, report.denial());
    json.name("container").value(report.container());
    json.name("cause").value(report.diagnosis().cause().word());
    json.name("reason").value(report.diagnosis().reason());
    container(json.name("container_ref"), report);
    candidates(json.name("candidates"), report);
    mount(json.name("mount"), report);
    JsonParts.advice(json.name("remedy"), report.advice());
    json.endObject();
    out.append(TerminalSafe.json(text.toString())).append('\n');
  }

  private static void denial(JsonWriter json, Denial d) throws IOException {
    Instant time = d.time();
    json.name("id").value(d.id() == null ? null : d.id().text());
    json.name("time").value(time == null ? null : TIME.format(time));
    JsonParts.strings(json.name("perms"), d.perms());
    json.name("scontext").value(text(d.scontext()));
    json.name("tcontext").value(text(d.tcontext()));
    json.name("tclass").value(text(d.tclass()));
    json.name("comm").value(d.comm());
    json.name("exe").value(d.exe());
    json.name("name").value(d.name());
    json.name("path").value(d.path());
    json.name("dev").value(d.dev());
    json.name("ino").value(d.ino());
    json.name("pid").value(d.pid());
    json.name("permissive").value(d.permissive());
  }

  private static void container(JsonWriter json, DenialReport report) throws IOException {
    Container c = report.attribution().container();
    if (c == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    reference(json, c);
    json.name("proof").value(report.attribution().containerProof());
    json.endObject();
  }

  private static void reference(JsonWriter json, Container c) throws IOException {
    json.name("engine").value(c.engine().command());
    json.name("id").value(c.id());
    json.name("name").value(c.name());
  }

  /** Where it was one of several. */
  private static void candidates(JsonWriter json, DenialReport report) throws IOException {
    json.beginArray();
    for (Container c : report.attribution().candidates()) {
      json.beginObject();
      reference(json, c);
      json.endObject();
    }
    json.endArray();
  }

  private static void mount(JsonWriter json, DenialReport report) throws IOException {
    BindMount m = report.attribution().mount();
    Path host = report.attribution().hostPath();
    if (m == null && host == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("source").value(m == null ? null : m.source().toString());
    json.name("destination").value(m == null ? null : m.destination().toString());
    json.name("mode").value(m == null ? null : m.readOnly() ? "ro" : "rw");
    json.name("proof").value(report.attribution().mountProof());
    json.name("host_path").value(text(host));
    json.endObject();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
