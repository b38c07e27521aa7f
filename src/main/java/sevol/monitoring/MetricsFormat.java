package sevol.monitoring;

import java.time.Instant;
import sevol.ledger.DaemonStatus;

/** How metrics are written. */
public enum MetricsFormat {
  /** Prometheus' text exposition format, version 0.0.4; also node_exporter's textfiles. */
  PROMETHEUS {
    @Override
    public String write(DaemonStatus status, String prefix) {
      StringBuilder out = new StringBuilder();
      for (Metric metric : Metrics.of(status)) {
        String name = "sevol_" + metric.name();
        out.append("# HELP ").append(name).append(' ').append(metric.help()).append(".\n");
        out.append("# TYPE ").append(name).append(metric.counter() ? " counter\n" : " gauge\n");
        for (Metric.Value value : metric.values()) {
          out.append(name);
          if (metric.label() != null) {
            out.append('{').append(metric.label()).append("=\"").append(value.of()).append("\"}");
          }
          out.append(' ').append(value.number()).append('\n');
        }
      }
      return out.toString();
    }
  },
  /** Carbon's plaintext protocol: {@code path value timestamp} a line. */
  GRAPHITE {
    @Override
    public String write(DaemonStatus status, String prefix) {
      Instant now = status.now();
      StringBuilder out = new StringBuilder();
      for (Metric metric : Metrics.of(status)) {
        for (Metric.Value value : metric.values()) {
          out.append(prefix).append('.').append(metric.name());
          out.append(value.of().isEmpty() ? "" : "." + value.of());
          out.append(' ').append(value.number()).append(' ').append(now.getEpochSecond());
          out.append('\n');
        }
      }
      return out.toString();
    }
  };

  /**
   * The metrics of a status.
   *
   * @param prefix what Graphite's paths begin with, for example {@code sevol.HOST}
   */
  public abstract String write(DaemonStatus status, String prefix);

  /** A host's name as one component of a Graphite path: dots and what has a meaning become _. */
  public static String component(String host) {
    String safe = host.replaceAll("[^A-Za-z0-9_-]", "_");
    return safe.isEmpty() ? "unknown" : safe;
  }
}
