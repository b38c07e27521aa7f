package sevol.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a count of losses last rose. Used by one thread. */
public final class LossClock {
  private long seen;
  private @Nullable Instant last;

  /**
   * Takes the count as it is now; one that fell was reset, and what it shows is new.
   *
   * @return when it last rose; null if it never did
   */
  public @Nullable Instant note(long count, Instant now) {
    if (count > seen || (count < seen && count > 0)) {
      last = now;
    }
    seen = count;
    return last;
  }
}
