package sevol.ledger;

import java.time.Instant;

/**
 * How often and when.
 *
 * @param denials accesses really refused
 * @param logged accesses that went through and were only logged (permissive)
 * @param first time of the first
 * @param last time of the last
 */
public record Tally(long denials, long logged, Instant first, Instant last) {
  public Tally {
    first = Bounds.time(first);
    last = Bounds.time(last);
  }

  /** The same with some more, which may be older than the last: records come out of order. */
  Tally plus(Instant time, boolean enforced, long count) {
    return new Tally(
        denials + (enforced ? count : 0),
        logged + (enforced ? 0 : count),
        time.isBefore(first) ? time : first,
        time.isAfter(last) ? time : last);
  }
}
