package sevol.app;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import sevol.ledger.LedgerContent;
import sevol.ledger.LedgerFile;

/**
 * Decides when the ledger is written: at once for a denial after a calm, soon for what is new in a
 * flood, once a second for what only counts, and rarely if nothing but the place in the log moved,
 * which costs no more than to read a few lines again.
 */
final class LedgerKeeper {
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PLACE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** A slow disk is not kept busy for more than this part of the time. */
  private static final int SHARE = 10;

  private final LedgerFile file;
  private final Supplier<LedgerContent> content;
  private final DaemonLog log;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private long last;
  private long took;
  private boolean news;
  private boolean counts;

  LedgerKeeper(
      LedgerFile file,
      Supplier<LedgerContent> content,
      DaemonLog log,
      Clock clock,
      LongSupplier nanoTime) {
    this.file = file;
    this.content = content;
    this.log = log;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong() - PLACE_NANOS;
  }

  /**
   * Writes if it is time.
   *
   * @param incidents an incident is new or open again since the last call
   * @param denials something was counted since the last call
   */
  void turn(boolean incidents, boolean denials) {
    news |= incidents;
    counts |= denials;
    long pause = news ? SOON_NANOS : counts ? COUNT_NANOS : PLACE_NANOS;
    if (nanoTime.getAsLong() - last >= Math.max(pause, took * SHARE)) {
      write();
    }
  }

  /** Writes now. */
  void write() {
    long began = nanoTime.getAsLong();
    LedgerFile.Saved saved = file.save(content.get(), clock.instant());
    last = nanoTime.getAsLong();
    took = last - began;
    LedgerFile.Trouble trouble = file.trouble();
    if (saved == LedgerFile.Saved.FAILED && trouble != null) {
      log.error(trouble.text() + "; incidents are kept in memory until it can be written again");
    } else if (saved == LedgerFile.Saved.RECOVERED) {
      log.info("the ledger can be written again, nothing was lost");
    }
    news = false;
    counts = false;
  }
}
