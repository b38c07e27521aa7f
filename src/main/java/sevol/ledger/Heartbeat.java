package sevol.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon tells of itself every few seconds, so that a stale one shows that it is not well.
 *
 * @param version the program's version
 * @param pid its process
 * @param started when it began
 * @param time when it told this
 * @param logPath the audit log
 * @param log how it is with the log
 * @param kernel how it is with the kernel's own stream of records
 * @param counters what it did since it began
 * @param containers containers known
 * @param openIncidents incidents open
 * @param ledgerTrouble why the ledger cannot be written; null if it can
 * @param ledgerTroubleSince when that began; null if it can
 * @param lostAtStart the kernel's count of lost records when the daemon began; null if not known
 * @param lastLoss when anything was last found lost ({@link LossClock}); null if nothing was
 */
public record Heartbeat(
    String version,
    long pid,
    Instant started,
    Instant time,
    String logPath,
    Source log,
    Source kernel,
    Counters counters,
    long containers,
    long openIncidents,
    @Nullable String ledgerTrouble,
    @Nullable Instant ledgerTroubleSince,
    @Nullable Long lostAtStart,
    @Nullable Instant lastLoss) {
  public Heartbeat {
    started = Bounds.time(started);
    time = Bounds.time(time);
    ledgerTroubleSince = ledgerTroubleSince == null ? null : Bounds.time(ledgerTroubleSince);
    lastLoss = lastLoss == null ? null : Bounds.time(lastLoss);
  }

  /** How it is with a source of records. */
  public enum State {
    /** It is read. */
    FOLLOWING,
    /** It is not there yet. */
    WAITING,
    /** It is there, and nothing is written to it though there are records. */
    SILENT,
    /** It cannot be read. */
    OFF
  }

  /**
   * A source of records.
   *
   * @param state how it is with it
   * @param why one line, if it is not followed; null if it is
   */
  public record Source(State state, @Nullable String why) {
    /** It is read. */
    public static final Source FOLLOWING = new Source(State.FOLLOWING, null);

    /** True if it is read. */
    public boolean follows() {
      return state == State.FOLLOWING;
    }

    /** Its state in words. */
    public String text() {
      String word =
          switch (state) {
            case FOLLOWING -> "followed";
            case WAITING -> "not there yet, waiting for it";
            case SILENT -> "nothing writes to it";
            case OFF -> "not read";
          };
      return why == null ? word : word + " (" + why + ")";
    }
  }

  /**
   * What was done since the start.
   *
   * @param lines lines of the log
   * @param records audit records of both sources
   * @param denials denials of containers
   * @param repeats those of them that only raised a count
   * @param unreadable denials that could not be read
   * @param cut lines that were too long
   * @param overflows records or more that the kernel's stream dropped on the way to us
   * @param gaps times that the log was rotated away before it was read
   */
  public record Counters(
      long lines,
      long records,
      long denials,
      long repeats,
      long unreadable,
      long cut,
      long overflows,
      long gaps) {}
}
