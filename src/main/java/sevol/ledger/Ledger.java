package sevol.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.audit.Checkpoint;
import sevol.audit.SeenByKernel;
import sevol.ledger.Outcome.Change;

/**
 * The incidents in memory, bounded in number and size. Synchronised: the thread that takes denials
 * in and the one that looks whether they are cured share it.
 */
public final class Ledger {
  private static final int MOST_INCIDENTS = 1000;

  /** What a file that is read with a limit of 16 MB holds with ease. */
  private static final long MOST_WEIGHT = 4L << 20;

  private final Map<String, Incident> incidents = new LinkedHashMap<>();
  private Totals totals;
  private long changes;
  private long weight;

  /** An empty one. */
  public Ledger() {
    this(LedgerContent.EMPTY);
  }

  /** Goes on with what a file held. */
  public Ledger(LedgerContent content) {
    totals = content.totals();
    content.incidents().forEach(this::put);
    makeRoom("");
  }

  /** Takes a denial in. */
  public synchronized Outcome add(IncidentKey key, Sighting sighting) {
    totals = totals.plus(sighting.enforced(), sighting.count());
    return take(key, sighting, false);
  }

  /**
   * Takes in what a check found that would be denied; it counts for no denial, and is nothing new
   * where it really was denied already.
   */
  public synchronized Outcome predict(IncidentKey key, Sighting sighting) {
    return take(key, sighting.uncounted(), true);
  }

  private Outcome take(IncidentKey key, Sighting sighting, boolean asPrediction) {
    Incident known = incidents.get(key.id());
    Change change;
    Incident now;
    if (known == null) {
      change = Change.NEW;
      now = Incident.of(key, sighting, asPrediction);
    } else if (isOver(known, sighting.time())) {
      change = Change.REOPENED;
      now = known.anew(sighting, asPrediction);
    } else if (known.predicted() && !asPrediction && known.open()) {
      change = Change.NEW;
      now = known.anew(sighting, false);
    } else {
      change = Change.KNOWN;
      now = known.with(sighting);
    }
    changes += change == Change.KNOWN ? 0 : 1;
    put(now);
    makeRoom(now.id());
    return new Outcome(change, now);
  }

  /** What was denied before it was found cured does not open it again. */
  private static boolean isOver(Incident incident, Instant time) {
    Closing closed = incident.closed();
    return closed != null && Bounds.time(time).isAfter(closed.when());
  }

  /**
   * Counts repeats of what an incident has seen already; cheap.
   *
   * @return false if nothing was counted: there is no such incident (any more), or this denial
   *     changes its state, so that it must be taken in by {@link #add}
   */
  public synchronized boolean again(
      String id, Instant time, boolean enforced, Set<String> perms, long count) {
    Incident known = incidents.get(id);
    if (known == null || isOver(known, time) || (known.predicted() && known.open())) {
      return false;
    }
    totals = totals.plus(enforced, count);
    Incident now = known.with(time, enforced, perms, count);
    if (now.perms().equals(known.perms())) {
      incidents.put(id, now); // as heavy as before: nothing to weigh
    } else {
      put(now);
    }
    return true;
  }

  /** Tells the executable, which comes after the denial, if the incident's sample is that event. */
  public synchronized void enrich(String id, String event, String exe) {
    Incident known = incidents.get(id);
    if (known != null
        && known.sample().exe() == null
        && Objects.equals(known.sample().event(), Bounds.word(event))) {
      put(known.with(known.sample().withExe(exe)));
    }
  }

  /** The open ones, the newest last. */
  public synchronized List<Incident> open() {
    return incidents.values().stream()
        .filter(Incident::open)
        .sorted(Comparator.comparing((Incident i) -> i.tally().last()))
        .toList();
  }

  /**
   * Closes an incident.
   *
   * @return the incident as it is now; empty if there is no open one of that id
   */
  public synchronized Optional<Incident> close(String id, Instant when, String why) {
    Incident known = incidents.get(id);
    if (known == null || !known.open()) {
      return Optional.empty();
    }
    Incident now = known.closed(new Closing(when, why));
    changes++;
    put(now);
    return Optional.of(now);
  }

  /** The incident of an id; null if there is none (any more). */
  public synchronized @Nullable Incident find(String id) {
    return incidents.get(id);
  }

  /** How often an incident was new, open again or closed; it only grows. */
  public synchronized long changes() {
    return changes;
  }

  /** Everything ever taken in. */
  public synchronized Totals totals() {
    return totals;
  }

  /** All at this moment, with the place in the sources that it reaches to. */
  public synchronized LedgerContent content(
      @Nullable Checkpoint checkpoint, @Nullable SeenByKernel seenByKernel) {
    return new LedgerContent(List.copyOf(incidents.values()), totals, checkpoint, seenByKernel);
  }

  private void put(Incident incident) {
    Incident before = incidents.put(incident.id(), incident);
    weight += incident.weight() - (before == null ? 0 : before.weight());
  }

  private void makeRoom(String butNot) {
    while (incidents.size() > MOST_INCIDENTS || weight > MOST_WEIGHT) {
      Optional<Incident> oldest =
          incidents.values().stream().filter(i -> !i.id().equals(butNot)).min(Ledger::compareAge);
      if (oldest.isEmpty()) {
        return;
      }
      incidents.remove(oldest.get().id());
      weight -= oldest.get().weight();
      totals = totals.plusEvicted();
    }
  }

  /**
   * The closed ones before the open ones, then the older before the newer. Before all of them those
   * that were only predicted, of which an ordinary user can make any number: it takes no container,
   * only a rootless engine's files that claim one.
   */
  private static int compareAge(Incident a, Incident b) {
    if (a.predicted() != b.predicted()) {
      return a.predicted() ? -1 : 1;
    }
    Closing over = a.closed();
    Closing otherOver = b.closed();
    if (over != null && otherOver != null) {
      return over.when().compareTo(otherOver.when());
    }
    if (over == null && otherOver == null) {
      return a.tally().last().compareTo(b.tally().last());
    }
    return over != null ? -1 : 1;
  }
}
