package sevol.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import sevol.audit.KernelAuditStatus;

/** The kernel's audit status as one JSON object on one line, with the time it was asked at. */
public final class AuditStatusJson {
  private AuditStatusJson() {}

  /** The object and the end of its line. */
  public static String of(KernelAuditStatus status, Instant time) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.setHtmlSafe(false);
    json.beginObject();
    json.name("time").value(time.truncatedTo(ChronoUnit.SECONDS).toString());
    json.name("enabled").value(status.enabled());
    json.name("failure").value(status.failure());
    json.name("pid").value(status.pid());
    json.name("rate_limit").value(status.rateLimit());
    json.name("backlog_limit").value(status.backlogLimit());
    json.name("lost").value(status.lost());
    json.name("backlog").value(status.backlog());
    json.endObject();
    return text.append('\n').toString();
  }
}
