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
 * @param heartbeat what it told last; null if that cannot be read
 * @param counts the kernel's counts; null if they cannot be read
 * @param open incidents open; null if the ledger cannot be read
 * @param totals everything ever taken in; null if the ledger cannot be read
 * @param problems what is not well, most important first
 */
public record DaemonStatus(
    Instant now,
    @Nullable Heartbeat heartbeat,
    @Nullable KernelCounts counts,
    @Nullable Long open,
    @Nullable Totals totals,
    List<Problem> problems) {
  public DaemonStatus {
    problems = List.copyOf(problems);
  }

  /**
   * Reads the files.
   *
   * @param state the ledger's directory, for example {@code /var/lib/sevol/ledger}
   * @param run what holds the directories of daemon and kernel counts, for example {@code
   *     /run/sevol}
   */
  public static DaemonStatus read(Path state, Path run, Instant now) {
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
      problems.addAll(new HeartbeatProblems(heartbeat, state, now).find());
    }
    problems.addAll(later);
    problems.addAll(new KernelProblems(kernel, heartbeat, now).find());
    return new DaemonStatus(
        now,
        heartbeat,
        kernel.counts(),
        ledger == null ? null : ledger.open(),
        ledger == null ? null : ledger.totals(),
        problems);
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
