package sevol.monitoring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sevol.ledger.DaemonStatus;
import sevol.ledger.Incident;
import sevol.ledger.LedgerContent;
import sevol.ledger.Problem;
import sevol.ledger.Totals;

/**
 * What a Nagios or Icinga plugin says of the daemon, after the Monitoring Plugins Development
 * Guidelines: a line with the state, performance data on the same line, then a line for each
 * problem and each open incident.
 *
 * <p>A threshold that is crossed is certain whatever else was missed; that it is not crossed is
 * certain only where nothing was.
 */
public final class Plugin {
  /** Nagios reads 8 KiB of a plugin's output (MAX_PLUGIN_OUTPUT_LENGTH). */
  private static final int MOST_INCIDENTS = 12;

  private static final int MOST_PROBLEMS = 5;
  private static final int MOST_TEXT = 200;

  private final DaemonStatus status;
  private final @Nullable Threshold warning;
  private final Threshold critical;

  /**
   * Judges a status.
   *
   * @param warning range of open incidents without a warning, for example {@code 0}; null for none
   * @param critical range of open incidents that is not critical
   * @throws IllegalArgumentException if one is no range
   */
  public Plugin(DaemonStatus status, @Nullable String warning, String critical) {
    this.status = status;
    this.warning = warning == null ? null : Threshold.parse(warning);
    this.critical = Threshold.parse(critical);
  }

  /** The service's state. */
  public PluginState state() {
    Long open = status.open();
    if (open == null || !status.current()) {
      return PluginState.UNKNOWN;
    }
    if (critical.alerts(open)) {
      return PluginState.CRITICAL;
    }
    if (warning != null && warning.alerts(open)) {
      return PluginState.WARNING;
    }
    return status.problems().isEmpty() ? PluginState.OK : PluginState.UNKNOWN;
  }

  /** The whole output, which ends with a line feed. */
  public String output() {
    StringBuilder out = new StringBuilder(line(state(), summary()));
    List<String> data = performance();
    out.append(data.isEmpty() ? "" : " | " + String.join(" ", data)).append('\n');
    problems(out);
    incidents(out);
    return out.toString();
  }

  /** A first line: {@code SEVOL CRITICAL: text}. */
  public static String line(PluginState state, String hostile) {
    return "SEVOL " + state + ": " + PluginText.escape(hostile, 2 * MOST_TEXT);
  }

  private String summary() {
    List<Problem> problems = status.problems();
    Long open = status.open();
    if (open == null || state() == PluginState.UNKNOWN) {
      Problem first = problems.get(0);
      return first.text() + "; " + first.next();
    }
    String incidents = open == 1 ? "1 open incident" : open + " open incidents";
    Incident newest = open == 0 ? null : newestOpen().get(0);
    return incidents
        + (newest == null ? "" : ", the newest: " + newest.key().cause().word() + " on ")
        + (newest == null ? "" : where(newest))
        + (problems.isEmpty() ? "" : "; " + problems.get(0).text());
  }

  private List<Incident> newestOpen() {
    LedgerContent ledger = status.ledger();
    return ledger == null
        ? List.of()
        : ledger.incidents().stream()
            .filter(Incident::open)
            .sorted(Comparator.comparing((Incident i) -> i.tally().last()).reversed())
            .toList();
  }

  private static String where(Incident incident) {
    String source = incident.key().source();
    String host = incident.sample().hostPath();
    return source != null ? source : host != null ? host : "an unknown mount";
  }

  private List<String> performance() {
    List<String> data = new ArrayList<>();
    Long open = status.open();
    if (open != null) {
      String warn = warning == null ? "" : warning.text();
      data.add("open_incidents=" + open + ";" + warn + ";" + critical.text() + ";0");
    }
    Totals totals = status.totals();
    if (totals != null) {
      data.add("denials=" + totals.denials() + "c");
      data.add("logged=" + totals.logged() + "c");
    }
    Long lost = status.lostSinceStart();
    if (lost != null) {
      data.add("lost_records=" + lost + "c");
    }
    Duration age = status.age();
    if (age != null && !age.isNegative()) {
      data.add("heartbeat_age=" + age.toSeconds() + "s;;" + status.maxAge().toSeconds() + ";0");
    }
    return data;
  }

  private void problems(StringBuilder out) {
    for (Problem problem : status.problems().stream().limit(MOST_PROBLEMS).toList()) {
      out.append("problem: ").append(PluginText.escape(problem.text(), MOST_TEXT));
      out.append("; next: ").append(PluginText.escape(problem.next(), MOST_TEXT)).append('\n');
    }
  }

  private void incidents(StringBuilder out) {
    List<Incident> open = newestOpen();
    for (Incident incident : open.stream().limit(MOST_INCIDENTS).toList()) {
      out.append(incident.id()).append(' ').append(incident.key().cause().word());
      out.append(" on ").append(PluginText.escape(where(incident), MOST_TEXT));
      List<String> names = incident.containers();
      if (!names.isEmpty()) {
        String newest = names.get(names.size() - 1);
        out.append(", container ").append(PluginText.escape(newest, MOST_TEXT / 2));
      }
      long times = incident.tally().denials() + incident.tally().logged();
      out.append(times == 0 ? ", predicted" : String.format(Locale.ROOT, ", %d denied", times));
      out.append(", see: sevol incidents ").append(incident.id()).append('\n');
    }
    if (open.size() > MOST_INCIDENTS) {
      out.append("and ").append(open.size() - MOST_INCIDENTS).append(" more: sevol incidents\n");
    }
  }
}
