package sevol.ledger;

import java.time.Instant;

/**
 * That an incident is over.
 *
 * @param when when that was found
 * @param why by what it was found
 */
public record Closing(Instant when, String why) {
  public Closing {
    when = Bounds.time(when);
    why = Bounds.sentence(why);
  }
}
