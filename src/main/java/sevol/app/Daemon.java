package sevol.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sevol.app.VitalSigns.KernelSource;
import sevol.audit.LogTail;
import sevol.automatic.FixRequests;
import sevol.container.Attributor;
import sevol.container.BoundedAttributor;
import sevol.container.BundleWatch;
import sevol.container.DiskInventory;
import sevol.container.RecentMounts;
import sevol.ledger.HeartbeatFile;
import sevol.ledger.Ledger;
import sevol.ledger.LedgerContent;
import sevol.ledger.LedgerFile;
import sevol.ledger.Recheck;
import sevol.preflight.RunningCheck;
import sevol.preflight.Surroundings;
import sevol.remedy.Advisor;
import sevol.selinux.AccessDecisions;
import sevol.selinux.SelinuxMode;

/**
 * A daemon at work. Everything that counts is done on the thread of the tail, between two looks at
 * the log, so that what the ledger holds and the place in the log always belong together; whatever
 * may take long or for ever has threads of its own.
 */
final class Daemon implements DenialIntake.Housekeeping, AutoCloseable {
  private static final LongSupplier NANO_TIME = System::nanoTime;

  private final Clock clock = Clock.systemUTC();
  private final DaemonLog log;
  private final Ledger ledger;
  private final LogTail tail;
  private final BundleWatch containers;
  private final KernelSource kernel;
  private final IncidentBook book;
  private final DenialIntake intake;
  private final LedgerKeeper keeper;
  private final FixRequester requester;
  private final Pulse pulse;
  private final @Nullable Rechecks rechecks;
  private long counted;
  private long changes;

  /**
   * Where a daemon reads and writes.
   *
   * @param root {@code /}, but for tests
   * @param log the audit log
   * @param state the ledger's directory
   * @param run the directory below which the heartbeat and the kernel's counts stand
   */
  record Places(Path root, Path log, Path state, Path run) {}

  /**
   * Sets everything up.
   *
   * @param tail the log, at the place that {@code loaded} reaches to
   * @param loaded what the ledger's file held
   */
  Daemon(
      Host host,
      Places places,
      DaemonLog log,
      Settings settings,
      LedgerFile file,
      LedgerContent loaded,
      LogTail tail)
      throws IOException {
    this.log = log;
    this.tail = tail;
    this.ledger = new Ledger(loaded);
    Optional<AccessDecisions> policy = policy(host);
    this.requester =
        new FixRequester(
            settings,
            new FixRequests(places.run().resolve("daemon/requests")),
            places.state(),
            log,
            NANO_TIME);
    IncidentOutput output = new IncidentOutput(log, settings.json(), requester::denied);
    Advisor advisor = new Advisor(host.labels());
    this.kernel = kernel(host, tail);
    DiskInventory disk = new DiskInventory(places.root(), host.engineFiles());
    RunningCheck check = new RunningCheck(() -> surroundings(host), host::mounts, disk::isPresent);
    this.containers =
        BundleWatch.start(
            disk,
            policy.isEmpty()
                ? container -> {}
                : new Forecasts(check::check, ledger, output, clock));
    BoundedAttributor attributor =
        new BoundedAttributor(
            new Attributor(
                containers, places.root(), host.tree(), () -> IncidentBook.mounts(ledger)));
    this.book =
        new IncidentBook(
            new DenialJudge(policy),
            attributor::attribute,
            new RecentMounts(host::mounts, NANO_TIME),
            advisor,
            ledger,
            output,
            clock,
            NANO_TIME);
    DenialIntake.MergeStart start =
        new DenialIntake.MergeStart(
            bootId(places.root()),
            loaded.seenByKernel(),
            Files.exists(places.log(), LinkOption.NOFOLLOW_LINKS));
    this.intake = new DenialIntake(tail, kernel.feed(), start, book, this, NANO_TIME);
    this.keeper =
        new LedgerKeeper(
            file,
            () -> ledger.content(tail.checkpoint(), intake.seenByKernel()),
            log,
            clock,
            NANO_TIME);
    VitalSigns signs =
        new VitalSigns(
            places.log(),
            places.run().resolve("kernel"),
            tail,
            kernel,
            intake,
            book,
            containers,
            ledger,
            file,
            clock);
    HeartbeatFile heartbeat = new HeartbeatFile(places.run().resolve("daemon"));
    this.pulse = new Pulse(heartbeat, signs, host.serviceManager(), log, NANO_TIME);
    this.rechecks =
        policy
            .map(p -> new Rechecks(new Recheck(p, host.tree()), ledger, output, clock))
            .orElse(null);
  }

  /** Where SELinux is off, a log copied from elsewhere can be followed all the same. */
  private static Optional<AccessDecisions> policy(Host host) {
    return host.mode() == SelinuxMode.DISABLED ? Optional.empty() : Optional.of(host.decisions());
  }

  /** Without the containers, which a check of one that runs does not ask for. */
  private static Surroundings surroundings(Host host) {
    return new Surroundings(
        host.mode(),
        host.decisions(),
        host.tree(),
        host.labels(),
        List.of(),
        host.storesLabels(),
        status -> true, // nobody relabels it now
        host.protectedPaths(),
        host.engines(),
        (scontext, tcontext, denied) -> Optional.empty()); // a forecast gives none
  }

  private static KernelSource kernel(Host host, LogTail tail) {
    try {
      return new KernelSource(KernelFeed.start(host.kernelRecords(), tail::wake), null);
    } catch (IOException e) {
      return new KernelSource(null, Objects.requireNonNullElse(e.getMessage(), "not available"));
    }
  }

  private static String bootId(Path root) {
    try {
      return Files.readString(root.resolve("proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return ""; // no /proc: what the kernel's stream told is not known again after a restart
    }
  }

  /** Works until the tail is closed. */
  void run() {
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> fault(thread, e));
    if (rechecks != null) {
      rechecks.start();
    }
    log.info(containers.containers().size() + " containers known, " + sources());
    pulse.begin();
    tail.follow(intake);
    pulse.end();
    intake.finish();
    keeper.write();
  }

  /** Where it happened is what whoever reads of it needs to tell us. */
  private void fault(Thread thread, Throwable e) {
    StackTraceElement[] at = e.getStackTrace();
    log.fault(
        "a fault in thread "
            + thread.getName()
            + ": "
            + e
            + (at.length == 0 ? "" : " at " + at[0])
            + " (please report it)");
  }

  private String sources() {
    return kernel.feed() == null
        ? "without the kernel's own stream (" + kernel.why() + ")"
        : "and the kernel's own stream";
  }

  @Override
  public void turn() {
    keeper.turn(changes != ledger.changes(), counted != book.denials());
    changes = ledger.changes();
    counted = book.denials();
    pulse.turn();
    requester.turn(ledger::open);
    log.roll();
  }

  @Override
  public void close() {
    if (rechecks != null) {
      rechecks.close();
    }
    if (kernel.feed() != null) {
      kernel.feed().close();
    }
    containers.close();
  }
}
