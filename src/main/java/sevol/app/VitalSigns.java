package sevol.app;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sevol.audit.LogTail;
import sevol.container.ContainerInventory;
import sevol.ledger.Heartbeat;
import sevol.ledger.Heartbeat.Source;
import sevol.ledger.Heartbeat.State;
import sevol.ledger.KernelCounts;
import sevol.ledger.Ledger;
import sevol.ledger.LedgerFile;
import sevol.ledger.LossClock;

/** How a daemon is, from all of its parts. */
final class VitalSigns implements Supplier<Heartbeat> {
  private final Path log;
  private final Path kernelCounts;
  private final LogTail tail;
  private final KernelSource kernel;
  private final DenialIntake intake;
  private final IncidentBook book;
  private final ContainerInventory containers;
  private final Ledger ledger;
  private final LedgerFile file;
  private final Clock clock;
  private final Instant started;
  private final LossClock losses = new LossClock();
  private @Nullable Long lostAtStart;
  private long ofStream;
  private long ofStreamInVain;

  /**
   * The kernel's stream.
   *
   * @param feed null if it cannot be read
   * @param why why it cannot; null if it can
   */
  record KernelSource(@Nullable KernelFeed feed, @Nullable String why) {
    Source state() {
      String trouble = feed == null ? why : feed.trouble();
      return trouble == null ? Source.FOLLOWING : new Source(State.OFF, trouble);
    }

    long lost() {
      return feed == null ? 0 : feed.lost();
    }
  }

  VitalSigns(
      Path log,
      Path kernelCounts,
      LogTail tail,
      KernelSource kernel,
      DenialIntake intake,
      IncidentBook book,
      ContainerInventory containers,
      Ledger ledger,
      LedgerFile file,
      Clock clock) {
    this.log = log;
    this.kernelCounts = kernelCounts;
    this.tail = tail;
    this.kernel = kernel;
    this.intake = intake;
    this.book = book;
    this.containers = containers;
    this.ledger = ledger;
    this.file = file;
    this.clock = clock;
    this.started = clock.instant();
  }

  @Override
  public Heartbeat get() {
    Instant now = clock.instant();
    DenialIntake.Counts counts = intake.counts();
    LedgerFile.Trouble trouble = file.trouble();
    Source logState = logState();
    return new Heartbeat(
        new Version().getVersion()[0],
        ProcessHandle.current().pid(),
        started,
        now,
        log.toString(),
        logState,
        kernel.state(),
        new Heartbeat.Counters(
            counts.lines(),
            counts.records(),
            book.denials(),
            book.repeated(),
            counts.unreadable(),
            tail.cut(),
            kernel.lost(),
            tail.gaps()),
        containers.containers().size(),
        ledger.open().size(),
        trouble == null ? null : trouble.text(),
        trouble == null ? null : trouble.since(),
        lostAtStart,
        losses.note(lost(logState), now));
  }

  private Source logState() {
    String trouble = tail.trouble();
    if (trouble != null) {
      return new Source(State.OFF, trouble);
    }
    if (intake.logIsSilent() && Files.exists(log, LinkOption.NOFOLLOW_LINKS)) {
      return new Source(State.SILENT, "the kernel has records: is auditd running?");
    }
    return Files.exists(log, LinkOption.NOFOLLOW_LINKS)
        ? Source.FOLLOWING
        : new Source(State.WAITING, null);
  }

  /** What the kernel's stream dropped is lost only where no log brings it. */
  private long lost(Source logState) {
    KernelCounts counts = KernelCounts.read(kernelCounts).counts();
    long ofKernel = 0;
    if (counts != null && !counts.time().isBefore(started)) { // an older one is no beginning
      long lost = counts.status().lost();
      lostAtStart = lostAtStart == null ? lost : lostAtStart;
      ofKernel = Math.max(0, lost - lostAtStart);
    }
    boolean logReads = logState.follows();
    long now = kernel.lost();
    ofStreamInVain += logReads ? 0 : now - ofStream;
    ofStream = now;
    return ofKernel + tail.gaps() + ofStreamInVain;
  }
}
