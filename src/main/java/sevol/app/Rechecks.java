package sevol.app;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import sevol.ledger.Incident;
import sevol.ledger.Ledger;
import sevol.ledger.Recheck;

/**
 * Closes incidents whose access would be allowed now, in a thread of its own: a label is read on
 * file systems that may never answer.
 */
final class Rechecks implements AutoCloseable {
  private static final long PAUSE_SECONDS = 10;

  private final Recheck recheck;
  private final Ledger ledger;
  private final IncidentOutput output;
  private final Clock clock;
  private final Thread thread = new Thread(this::run, "recheck");

  Rechecks(Recheck recheck, Ledger ledger, IncidentOutput output, Clock clock) {
    this.recheck = recheck;
    this.ledger = ledger;
    this.output = output;
    this.clock = clock;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the end
    }
  }

  /** Looks at each open incident once. */
  void look() {
    for (Incident incident : ledger.open()) {
      recheck
          .cured(incident)
          .flatMap(why -> ledger.close(incident.id(), clock.instant(), why))
          .ifPresent(output::closed);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
