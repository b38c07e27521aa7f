package sevol.ledger;

/**
 * What a sighting meant to the ledger.
 *
 * @param change whether it is worth a word
 * @param incident the incident as it is now
 */
public record Outcome(Change change, Incident incident) {
  /** Whether it is worth a word. */
  public enum Change {
    /** The first of its kind, or the first that really happened of what was predicted. */
    NEW,
    /** It was closed, and came again. */
    REOPENED,
    /** It is open already, or was denied before it was closed. */
    KNOWN
  }
}
