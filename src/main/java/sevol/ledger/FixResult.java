package sevol.ledger;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of one request.
 *
 * @param incident the incident's id
 * @param time when it ended; of one that {@link State#BEGUN}, when it began
 * @param state how it ended
 * @param path the directory or file, resolved; null where none was found
 * @param reason why nothing was changed, or what was; hostile text in it is not yet escaped
 * @param fix what {@code sevol fix --undo} takes; null if nothing was changed
 */
public record FixResult(
    String incident,
    Instant time,
    State state,
    @Nullable String path,
    String reason,
    @Nullable String fix) {
  private static final int MOST_TEXT = 4096;

  /** How a request ended. */
  public enum State {
    /** It was at work; if that is long ago, it was cut off. */
    BEGUN,
    /** Changed and verified. */
    FIXED,
    /** Nothing was changed; asked again, it would be so again. */
    REFUSED,
    /** Nothing was changed; asked again later, it may be. */
    POSTPONED;

    /** In lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public FixResult {
    reason = reason.length() > MOST_TEXT ? reason.substring(0, MOST_TEXT) + "…" : reason;
  }
}
