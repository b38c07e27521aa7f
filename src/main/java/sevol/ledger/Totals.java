package sevol.ledger;

/**
 * Everything that was ever taken in, also of incidents that had to make room.
 *
 * @param denials accesses really refused
 * @param logged accesses that were only logged
 * @param evicted incidents that had to make room for others
 */
public record Totals(long denials, long logged, long evicted) {
  public static final Totals NONE = new Totals(0, 0, 0);

  Totals plus(boolean enforced, long count) {
    return new Totals(denials + (enforced ? count : 0), logged + (enforced ? 0 : count), evicted);
  }

  Totals plusEvicted() {
    return new Totals(denials, logged, evicted + 1);
  }
}
