package sevol.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sevol.automatic.FixRequests;
import sevol.automatic.Restraint;
import sevol.ledger.FixResult;
import sevol.ledger.FixResults;
import sevol.ledger.Incident;

/**
 * Asks the fixer for the incidents whose cause is one for it, when they are new and, while they are
 * open and it has not decided since the last denial, once an hour. Whether anything is done the
 * fixer decides, and says.
 */
final class FixRequester {
  private static final long AGAIN = TimeUnit.HOURS.toNanos(1);
  private static final long PACE = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_REMEMBERED = 1000;

  private final Settings settings;
  private final FixRequests requests;
  private final Path ledger;
  private final DaemonLog log;
  private final LongSupplier nanoTime;
  private final Map<String, Long> asked = new LinkedHashMap<>();
  private long lookedAt;
  private boolean failed;

  /**
   * A requester; it asks for nothing unless the settings say {@code apply = auto}.
   *
   * @param ledger its directory, beside which the results stand
   */
  FixRequester(
      Settings settings, FixRequests requests, Path ledger, DaemonLog log, LongSupplier nanoTime) {
    this.settings = settings;
    this.requests = requests;
    this.ledger = ledger;
    this.log = log;
    this.nanoTime = nanoTime;
    this.lookedAt = nanoTime.getAsLong() - PACE;
  }

  /** An incident that is new, or open again. */
  synchronized void denied(Incident incident) {
    if (mayBeFixed(incident)) {
      ask(incident.id());
    }
  }

  /** Looks at the open incidents, at most once a minute. */
  synchronized void turn(Supplier<List<Incident>> open) {
    long now = nanoTime.getAsLong();
    if (settings.apply() != Settings.Apply.AUTO || now - lookedAt < PACE) {
      return;
    }
    lookedAt = now;
    try {
      FixResults results = FixResults.besides(ledger);
      for (Incident incident : open.get()) {
        if (mayBeFixed(incident) && isUndecided(incident, results.of(incident.id()))) {
          ask(incident.id());
        }
      }
    } catch (IOException e) {
      warn("results of automatic fixes cannot be read", e);
    }
  }

  private boolean mayBeFixed(Incident incident) {
    return settings.apply() == Settings.Apply.AUTO
        && incident.key().source() != null
        && Restraint.against(incident.key().cause()).isEmpty();
  }

  /**
   * What was decided holds until it is denied again: settings and containers may be others then.
   */
  private static boolean isUndecided(Incident incident, @Nullable FixResult result) {
    return result == null
        || result.state() == FixResult.State.BEGUN
        || result.state() == FixResult.State.POSTPONED
        || incident.tally().last().isAfter(result.time());
  }

  private void ask(String id) {
    long now = nanoTime.getAsLong();
    Long last = asked.get(id);
    if (last != null && now - last < AGAIN) {
      return;
    }
    asked.remove(id);
    asked.put(id, now);
    if (asked.size() > MOST_REMEMBERED) {
      asked.remove(asked.keySet().iterator().next());
    }
    try {
      requests.put(id);
    } catch (IOException e) {
      warn("no automatic fix can be asked for", e);
    }
  }

  private void warn(String what, IOException e) {
    if (!failed) {
      failed = true; // once: the disk will not be better a minute later
      log.warn(what + ": " + OneLineErrors.message(e));
    }
  }
}
