package sevol.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the daemon is, as far as its files tell.
 *
 * @param now when they were read
 * @param maxAge how old what the daemon told last may be
 * @param heartbeat what it told last; null if that cannot be read
 * @param counts the kernel's counts; null if they cannot be read
 * @param ledger what it wrote down; null if that cannot be read
 * @param problems what is not well, most important first
 */
public record DaemonStatus(
    Instant now,
    Duration maxAge,
    @Nullable Heartbeat heartbeat,
    @Nullable KernelCounts counts,
    @Nullable LedgerContent ledger,
    List<Problem> problems) {
  /** Six times the daemon's pace. */
  public static final Duration MAX_AGE = Duration.ofSeconds(60);

  public DaemonStatus {
    problems = List.copyOf(problems);
  }

  /**
   * Reads the files.
   *
   * @param state the ledger's directory, for example {@code /var/lib/sevol/ledger}
   * @param run what holds the directories of daemon and kernel counts, for example {@code
   *     /run/sevol}
   * @param maxAge how old the heartbeat may be, for example {@link #MAX_AGE}
   */
  public static DaemonStatus read(Path state, Path run, Instant now, Duration maxAge) {
    List<Problem> problems = new ArrayList<>();
    Heartbeat heartbeat = null;
    try {
      heartbeat = HeartbeatFile.read(run.resolve("daemon"));
    } catch (IOException e) {
      problems.add(Problem.of("heartbeat", HeartbeatFile.in(run.resolve("daemon")), e));
    }
    LedgerContent ledger = null;
    List<Problem> later = new ArrayList<>();
    try {
      ledger = LedgerFile.read(state);
    } catch (IOException e) {
      later.add(Problem.of("ledger", LedgerFile.in(state), e));
    }
    KernelCounts.Reading kernel = KernelCounts.read(run.resolve("kernel"));
    if (heartbeat != null) {
      problems.addAll(new HeartbeatProblems(heartbeat, state, now, maxAge).find());
    }
    problems.addAll(later);
    problems.addAll(new KernelProblems(kernel, heartbeat, now).find());
    return new DaemonStatus(now, maxAge, heartbeat, kernel.counts(), ledger, problems);
  }

  /** Incidents open; null if the ledger cannot be read. */
  public @Nullable Long open() {
    return ledger == null ? null : ledger.open();
  }

  /** Everything ever taken in; null if the ledger cannot be read. */
  public @Nullable Totals totals() {
    return ledger == null ? null : ledger.totals();
  }

  /** Whether the ledger can be read and tells of now: the daemon lives, and can write it. */
  public boolean current() {
    return ledger != null
        && heartbeat != null
        && heartbeat.ledgerTrouble() == null
        && Duration.between(heartbeat.time(), now).abs().compareTo(maxAge) <= 0;
  }

  /** How long ago the daemon told of itself; null if it cannot be told. */
  public @Nullable Duration age() {
    return heartbeat == null ? null : Duration.between(heartbeat.time(), now);
  }

  /** Records that the kernel lost since the daemon began; null if that cannot be told. */
  public @Nullable Long lostSinceStart() {
    return counts == null ? null : KernelProblems.lostSinceStart(counts, heartbeat);
  }
}
