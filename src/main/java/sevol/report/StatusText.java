package sevol.report;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sevol.audit.KernelAuditStatus;
import sevol.ledger.DaemonStatus;
import sevol.ledger.Heartbeat;
import sevol.ledger.Heartbeat.Counters;
import sevol.ledger.KernelCounts;
import sevol.ledger.Problem;
import sevol.ledger.Totals;

/** The daemon's status for people: what is known, and then each problem with its next step. */
public final class StatusText {
  private final Appendable out;

  private StatusText(Appendable out) {
    this.out = out;
  }

  /** Writes it. */
  public static void write(Appendable out, DaemonStatus status) throws IOException {
    StatusText text = new StatusText(out);
    Heartbeat heartbeat = status.heartbeat();
    if (heartbeat != null) {
      text.heartbeat(heartbeat);
    }
    text.kernel(status);
    text.incidents(status);
    for (Problem problem : status.problems()) {
      out.append("PROBLEM ").append(Plain.text(problem.text())).append('\n');
      out.append("        next: ").append(Plain.text(problem.next())).append('\n');
    }
  }

  private void heartbeat(Heartbeat h) throws IOException {
    line(
        "daemon",
        String.format(
            Locale.ROOT,
            "%s, pid %d, since %s, heard of %s",
            Plain.text(h.version()),
            h.pid(),
            seconds(h.started()),
            seconds(h.time())));
    line("log", Plain.text(h.logPath() + ": " + h.log().text()));
    line("kernel", "its own stream: " + Plain.text(h.kernel().text()));
    Counters c = h.counters();
    line(
        "read",
        String.format(
            Locale.ROOT,
            "%,d lines, %,d audit records, %,d denials of containers (%,d of them repeats)",
            c.lines(),
            c.records(),
            c.denials(),
            c.repeats()));
    line(
        "missed",
        String.format(
            Locale.ROOT,
            "%,d unreadable, %,d cut lines, %,d rotated away, %,d dropped on the way from the kernel%s",
            c.unreadable(),
            c.cut(),
            c.gaps(),
            c.overflows(),
            h.lastLoss() == null ? "" : "; last loss " + seconds(h.lastLoss())));
    line("knows", String.format(Locale.ROOT, "%,d containers", h.containers()));
    line("ledger", h.ledgerTrouble() == null ? "written" : Plain.text(h.ledgerTrouble()));
  }

  private void kernel(DaemonStatus status) throws IOException {
    KernelCounts counts = status.counts();
    if (counts == null) {
      return;
    }
    KernelAuditStatus k = counts.status();
    Long since = status.lostSinceStart();
    line(
        "audit",
        String.format(
            Locale.ROOT,
            "%,d records lost since boot%s; backlog %,d of %,d; %s",
            k.lost(),
            since == null ? "" : String.format(Locale.ROOT, ", %,d since the daemon began", since),
            k.backlog(),
            k.backlogLimit(),
            k.pid() == 0 ? "no auditd takes them" : "auditd is pid " + k.pid()));
  }

  private void incidents(DaemonStatus status) throws IOException {
    Long open = status.open();
    Totals totals = status.totals();
    if (open == null || totals == null) {
      return;
    }
    line(
        "incidents",
        String.format(
            Locale.ROOT,
            "%,d open%s; denials ever: %,d, only logged: %,d, incidents forgotten for room: %,d",
            open,
            open == 0 ? "" : " (sevol incidents shows them)",
            totals.denials(),
            totals.logged(),
            totals.evicted()));
  }

  private static @Nullable String seconds(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void line(String key, String text) throws IOException {
    out.append(String.format("%-10s", key)).append(text).append('\n');
  }
}
