package sevol.app;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import sevol.container.BoundedCalls;
import sevol.ledger.Incident;
import sevol.ledger.Ledger;
import sevol.ledger.Recheck;

/**
 * Closes incidents whose access would be allowed now, in a thread of its own: a label is read on
 * file systems that may never answer.
 */
final class Rechecks implements AutoCloseable {
  private static final long PAUSE_SECONDS = 10;

  /** One look at a few labels. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Duration AFTER_LIMIT = Duration.ofMinutes(10);
  private static final int MOST_STUCK = 4;

  private final Recheck recheck;
  private final Ledger ledger;
  private final IncidentOutput output;
  private final Clock clock;
  private final BoundedCalls calls;
  private final Thread thread = new Thread(this::run, "recheck");

  Rechecks(Recheck recheck, Ledger ledger, IncidentOutput output, Clock clock) {
    this(recheck, ledger, output, clock, LIMIT);
  }

  Rechecks(Recheck recheck, Ledger ledger, IncidentOutput output, Clock clock, Duration limit) {
    this.calls = new BoundedCalls("recheck-look", limit, AFTER_LIMIT, MOST_STUCK);
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
      look(incident);
    }
  }

  /** One that hangs or fails must not keep the others open. */
  private void look(Incident incident) {
    String about = Objects.requireNonNullElse(incident.key().source(), "");
    try {
      calls
          .call(about, () -> recheck.cured(incident))
          .flatMap(cured -> cured)
          .flatMap(why -> ledger.close(incident.id(), clock.instant(), why))
          .ifPresent(output::closed);
    } catch (RuntimeException e) {
      Thread here = Thread.currentThread();
      here.getUncaughtExceptionHandler().uncaughtException(here, e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
