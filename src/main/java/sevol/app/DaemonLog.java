package sevol.app;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import sevol.report.Plain;

/**
 * What the daemon says: incidents on standard output, its own state on standard error, each message
 * one line. Under systemd every line begins with its priority, which the journal takes off again
 * ({@code sd-daemon(3)}). Incidents are limited in number, since containers choose how many there
 * are; the ledger has them all.
 */
final class DaemonLog {
  /** {@code syslog(3)}. */
  private enum Priority {
    ERROR(3),
    WARNING(4),
    INFO(6);

    private final int number;

    Priority(int number) {
      this.number = number;
    }
  }

  private static final int MOST_INCIDENTS = 20;
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean journal;
  private final LongSupplier nanoTime;
  private final Runnable onClosed;
  private long windowStart;
  private int inWindow;
  private long untold;
  private long faults;

  /**
   * Begins to speak.
   *
   * @param journal true if the lines go to the journal
   * @param onClosed called when nobody reads the incidents any more
   */
  DaemonLog(
      PrintWriter out, PrintWriter err, boolean journal, LongSupplier nanoTime, Runnable onClosed) {
    this.out = out;
    this.err = err;
    this.journal = journal;
    this.nanoTime = nanoTime;
    this.onClosed = onClosed;
    this.windowStart = nanoTime.getAsLong();
  }

  /** Tells of an incident, in a line that is safe to print already. */
  synchronized void incident(String line) {
    roll();
    if (inWindow >= MOST_INCIDENTS) {
      untold++;
      return;
    }
    inWindow++;
    say(out, Priority.WARNING, line);
  }

  /** An incident that is over, in a line that is safe to print already. */
  synchronized void over(String line) {
    say(out, Priority.INFO, line);
  }

  /** The daemon's own state. */
  void info(String message) {
    say(err, Priority.INFO, "sevol: " + Plain.text(message));
  }

  /** Something works less well than it should. */
  void warn(String message) {
    say(err, Priority.WARNING, "sevol: " + Plain.text(message));
  }

  /** Something does not work. */
  void error(String message) {
    say(err, Priority.ERROR, "sevol: " + Plain.text(message));
  }

  /** Something is wrong with the daemon itself; each denial may meet it again. */
  synchronized void fault(String message) {
    roll();
    if (faults++ == 0) {
      error(message);
    }
  }

  /** Tells what the limit kept back, when its time is over; to be called now and then. */
  synchronized void roll() {
    long now = nanoTime.getAsLong();
    if (now - windowStart < WINDOW_NANOS) {
      return;
    }
    windowStart = now;
    inWindow = 0;
    if (faults > 1) {
      error((faults - 1) + " more faults");
    }
    faults = 0;
    if (untold > 0) {
      warn(untold + " more new incidents; all of them: sevol incidents");
      untold = 0;
    }
  }

  private void say(PrintWriter to, Priority priority, String line) {
    to.println(journal ? "<" + priority.number + ">" + line : line);
    if (to.checkError() && to == out) { // flushes, too
      onClosed.run();
    }
  }
}
