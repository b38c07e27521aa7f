package sevol.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import sevol.audit.KernelAuditStatus;
import sevol.ledger.DaemonStatus;
import sevol.ledger.Heartbeat;
import sevol.ledger.HeartbeatFile;
import sevol.ledger.IncidentJson;
import sevol.ledger.KernelCounts;
import sevol.ledger.Problem;
import sevol.ledger.Totals;

/** The daemon's status as one JSON object on one line; every key is always there. */
public final class StatusJson {
  private StatusJson() {}

  /** Writes the object and the end of its line. */
  public static void write(Appendable out, DaemonStatus status) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.setHtmlSafe(false);
    Duration age = status.age();
    Totals totals = status.totals();
    json.beginObject();
    json.name("time").value(IncidentJson.time(status.now()));
    json.name("well").value(status.problems().isEmpty());
    json.name("age_seconds").value(age == null ? null : age.toSeconds());
    json.name("open_incidents").value(status.open());
    json.name("denials").value(totals == null ? null : totals.denials());
    json.name("logged").value(totals == null ? null : totals.logged());
    json.name("evicted").value(totals == null ? null : totals.evicted());
    json.name("lost_since_start").value(status.lostSinceStart());
    kernel(json, status);
    Heartbeat heartbeat = status.heartbeat();
    json.name("daemon");
    if (heartbeat == null) {
      json.nullValue();
    } else {
      HeartbeatFile.write(json, heartbeat);
    }
    json.name("problems").beginArray();
    for (Problem problem : status.problems()) {
      json.beginObject();
      json.name("text").value(problem.text());
      json.name("next").value(problem.next());
      json.endObject();
    }
    json.endArray();
    json.endObject();
    out.append(text.getBuffer()).append('\n');
  }

  private static void kernel(JsonWriter json, DaemonStatus status) throws IOException {
    KernelCounts counts = status.counts();
    json.name("audit");
    if (counts == null) {
      json.nullValue();
      return;
    }
    KernelAuditStatus k = counts.status();
    json.beginObject();
    json.name("time").value(IncidentJson.time(counts.time()));
    json.name("enabled").value(k.enabled());
    json.name("failure").value(k.failure());
    json.name("pid").value(k.pid());
    json.name("rate_limit").value(k.rateLimit());
    json.name("backlog_limit").value(k.backlogLimit());
    json.name("lost").value(k.lost());
    json.name("backlog").value(k.backlog());
    json.endObject();
  }
}
