package sevol.monitoring;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sevol.audit.KernelAuditStatus;
import sevol.diagnosis.Cause;
import sevol.ledger.DaemonStatus;
import sevol.ledger.Heartbeat;
import sevol.ledger.Incident;
import sevol.ledger.KernelCounts;
import sevol.ledger.LedgerContent;
import sevol.ledger.Totals;

/**
 * The daemon's status as metrics. Names are stable; series are as many on every host, however many
 * containers it runs: no container, level, path or process is a label. What cannot be told is left
 * out, never zero.
 */
public final class Metrics {
  private final List<Metric> metrics = new ArrayList<>();

  private Metrics() {}

  static List<Metric> of(DaemonStatus status) {
    Metrics all = new Metrics();
    all.gauge("up", status.current() ? 1 : 0, "Whether the daemon lives and can write its ledger");
    all.gauge("problems", status.problems().size(), "What is not well, as sevol status names it");
    LedgerContent ledger = status.ledger();
    if (ledger != null) {
      all.ledger(ledger);
    }
    Heartbeat heartbeat = status.heartbeat();
    if (heartbeat != null) {
      all.heartbeat(heartbeat);
    }
    KernelCounts counts = status.counts();
    if (counts != null) {
      all.kernel(counts.status());
    }
    return all.metrics;
  }

  private void ledger(LedgerContent ledger) {
    Map<Cause, Long> open = new EnumMap<>(Cause.class);
    for (Cause cause : Cause.values()) {
      open.put(cause, 0L);
    }
    ledger.incidents().stream()
        .filter(Incident::open)
        .forEach(incident -> open.merge(incident.key().cause(), 1L, Long::sum));
    List<Metric.Value> values = new ArrayList<>();
    open.forEach((cause, count) -> values.add(new Metric.Value(cause.word(), count)));
    String help = "Directories that containers are denied, by cause";
    metrics.add(new Metric("open_incidents", false, help, "cause", values));
    Totals totals = ledger.totals();
    counter("denials", totals.denials(), "Accesses of containers that were refused");
    counter("logged_denials", totals.logged(), "Accesses that were only logged (permissive)");
    counter("evicted_incidents", totals.evicted(), "Incidents that were forgotten for room");
  }

  private void heartbeat(Heartbeat h) {
    gauge("heartbeat_timestamp_seconds", h.time().getEpochSecond(), "When the daemon was heard of");
    gauge("start_time_seconds", h.started().getEpochSecond(), "When the daemon began");
    gauge("known_containers", h.containers(), "Containers that the daemon knows");
    gauge("log_followed", h.log().follows() ? 1 : 0, "Whether the audit log is read");
    gauge("kernel_stream_followed", h.kernel().follows() ? 1 : 0, "Whether the kernel is heard");
    Heartbeat.Counters c = h.counters();
    counter("log_lines", c.lines(), "Lines of the audit log that were read");
    counter("audit_records", c.records(), "Audit records that were read");
    counter("unreadable_denials", c.unreadable(), "Denials that could not be read");
    counter("cut_lines", c.cut(), "Lines of the audit log that were too long");
    counter("log_gaps", c.gaps(), "Times that the log was rotated away before it was read");
    counter("stream_overflows", c.overflows(), "Records that the kernel's stream dropped");
  }

  private void kernel(KernelAuditStatus k) {
    counter("kernel_lost_records", k.lost(), "Audit records that the kernel lost since its boot");
    gauge("kernel_backlog_records", k.backlog(), "Audit records that wait in the kernel");
    gauge("kernel_backlog_limit_records", k.backlogLimit(), "How many may wait in the kernel");
  }

  private void gauge(String name, long number, String help) {
    metrics.add(Metric.gauge(name, number, help));
  }

  private void counter(String name, long number, String help) {
    metrics.add(Metric.counter(name, number, help));
  }
}
