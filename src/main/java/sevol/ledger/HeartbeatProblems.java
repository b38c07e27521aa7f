package sevol.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a heartbeat tells that is not well. */
final class HeartbeatProblems {
  /** Losses older than this are told as a count, and are no problem of today. */
  private static final Duration RECENT = Duration.ofDays(1);

  private final Heartbeat heartbeat;
  private final Path state;
  private final Instant now;
  private final Duration maxAge;
  private final List<Problem> problems = new ArrayList<>();

  HeartbeatProblems(Heartbeat heartbeat, Path state, Instant now, Duration maxAge) {
    this.heartbeat = heartbeat;
    this.state = state;
    this.now = now;
    this.maxAge = maxAge;
  }

  List<Problem> find() {
    freshness();
    sources();
    ledger();
    if (lostRecently(heartbeat, now)) {
      losses();
    }
    return problems;
  }

  private void freshness() {
    Duration age = Duration.between(heartbeat.time(), now);
    if (age.compareTo(maxAge) > 0) {
      add(
          "the daemon (pid "
              + heartbeat.pid()
              + ") was last heard of "
              + seconds(age)
              + " ago: it was killed, or hangs",
          "systemctl status sevol; journalctl -u sevol");
    } else if (age.negated().compareTo(maxAge) > 0) {
      add(
          "the heartbeat is of a time to come ("
              + IncidentJson.time(heartbeat.time())
              + "): the clock was set back, and whether the daemon lives cannot be told",
          "look again in " + seconds(age.negated()) + ", or systemctl restart sevol");
    }
  }

  private static String seconds(Duration age) {
    return age.toSeconds() < 600 ? age.toSeconds() + " s" : age.toMinutes() + " min";
  }

  private void sources() {
    if (heartbeat.log().follows() || heartbeat.kernel().follows()) {
      return;
    }
    add(
        "no audit record reaches the daemon: "
            + heartbeat.logPath()
            + ": "
            + heartbeat.log().text()
            + "; the kernel's stream: "
            + heartbeat.kernel().text(),
        "sevol doctor");
  }

  private void ledger() {
    String trouble = heartbeat.ledgerTrouble();
    Instant since = heartbeat.ledgerTroubleSince();
    if (trouble != null) {
      add(
          trouble
              + (since == null ? "" : ", since " + IncidentJson.time(since))
              + ": what is new is in the daemon's memory only",
          "df " + state + " shows what is free; the daemon writes again by itself");
    }
  }

  /** Whether a loss is of today; one whose time is not known counts as such. */
  static boolean lostRecently(Heartbeat heartbeat, Instant now) {
    Instant last = heartbeat.lastLoss();
    return last == null || Duration.between(last, now).compareTo(RECENT) < 0;
  }

  private void losses() {
    Heartbeat.Counters counters = heartbeat.counters();
    if (counters.gaps() > 0) {
      add(
          times(counters.gaps(), "the log was rotated away before it was read"),
          "raise num_logs in /etc/audit/auditd.conf");
    }
    if (counters.overflows() > 0 && !heartbeat.log().follows()) {
      add(
          times(counters.overflows(), "the kernel's stream dropped records"),
          "run auditd, so that there is a log to read them in");
    }
  }

  private static String times(long count, String what) {
    return what + (count == 1 ? ", once" : ", " + count + " times");
  }

  private void add(String text, String next) {
    problems.add(new Problem(text, next));
  }
}
