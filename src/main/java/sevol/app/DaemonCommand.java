package sevol.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevol.audit.LogTail;
import sevol.ledger.LedgerContent;
import sevol.ledger.LedgerFile;

/** {@code sevol daemon}: keeps every denial of a container, and tells of each new incident. */
@Command(
    name = "daemon",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Watches the audit log and the kernel's own stream of audit records, ties each denial to its"
          + " container and bind mount, and keeps it in the ledger: one incident for each mounted"
          + " directory, cause, class and process type. Writes one line for each new one. The"
          + " mounts of each new container are checked, too, so that what would be denied without a"
          + " record is told as well.",
      "Goes on where it was when it ended, so that nothing is lost or counted twice. An incident is"
          + " closed by itself when its access would be allowed.",
      "Runs until it is told to end (SIGTERM, Ctrl-C). Meant for systemd (sevol.service); by hand it"
          + " needs root, or an account that may read the log, the engines' directories and the"
          + " mounted directories."
    },
    footer = {
      "",
      "What it found:  sevol incidents",
      "How it is:      sevol status",
      "What it misses: sevol doctor"
    })
final class DaemonCommand implements Callable<Integer> {
  private static final long END_MILLIS = 10_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = {
        "The log that auditd writes (default: the setting 'log', else "
            + Settings.LOG
            + "). The first time it is followed from its end, later from where the ledger reaches"
            + " to, over rotations; one that is not there yet is waited for."
      })
  private @Nullable Path givenLog;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = IncidentsCommand.STATE,
      description =
          "Where the ledger is kept (default: ${DEFAULT-VALUE}). One daemon at a time uses it.")
  private Path state;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      defaultValue = "/run/sevol",
      description =
          "Below it the heartbeat is written, in daemon/, and the kernel's counts are read, in"
              + " kernel/ (default: ${DEFAULT-VALUE}).")
  private Path run;

  @Option(
      names = "--json",
      description =
          "One JSON object a line for each incident that is new, open again or over, as 'sevol"
              + " incidents --json' shows it. The same as the setting 'json = true'.")
  private boolean json;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings, which options on the command line go before (default: /"
              + Settings.FILE
              + ", where it exists).")
  private @Nullable Path config;

  private final Host host;
  private final Path root;

  /** The daemon of this machine. */
  DaemonCommand(Host host) {
    this(host, Path.of("/"));
  }

  DaemonCommand(Host host, Path root) {
    this.host = host;
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = settings();
    AtomicReference<@Nullable LogTail> tail = new AtomicReference<>();
    DaemonLog words =
        new DaemonLog(
            spec.commandLine().getOut(),
            spec.commandLine().getErr(),
            Terminal.isJournal(1),
            System::nanoTime,
            () -> closeIfOpen(tail.get()));
    try (LedgerFile file = LedgerFile.open(state)) {
      LedgerFile.Loaded loaded = file.load();
      if (loaded.warning() != null) {
        words.warn(loaded.warning());
      }
      return watch(settings, file, loaded.content(), words, tail);
    }
  }

  private Settings settings() throws IOException {
    Settings read = config == null ? Settings.ofHost(root) : Settings.read(config);
    return read.with(givenLog == null ? read.log() : givenLog, json || read.json());
  }

  private int watch(
      Settings settings,
      LedgerFile file,
      LedgerContent loaded,
      DaemonLog words,
      AtomicReference<@Nullable LogTail> opened)
      throws IOException {
    Path log = settings.log();
    try (LogTail tail = LogTail.resume(log, loaded.checkpoint())) {
      opened.set(tail);
      Thread onSignal = endOnSignal(tail);
      Daemon.Places places = new Daemon.Places(root, log, state, run);
      try (Daemon daemon = new Daemon(host, places, words, settings, file, loaded, tail)) {
        daemon.run();
      } finally {
        forget(onSignal);
      }
      return ExitCode.FINE; // a closed stdout is seen by the caller, who ends with its own status
    } catch (AccessDeniedException e) {
      words.error(
          log
              + ": permission denied; run the daemon as root, or name a log that you may read with"
              + " --log");
      return ExitCode.UNKNOWN;
    }
  }

  private static void closeIfOpen(@Nullable LogTail tail) {
    if (tail != null) {
      tail.close();
    }
  }

  /** A signal runs the hook; the main thread then comes to its end and ends the JVM itself. */
  private static Thread endOnSignal(LogTail tail) {
    Thread main = Thread.currentThread();
    Thread hook =
        new Thread(
            () -> {
              tail.close();
              join(main);
            },
            "end");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private static void join(Thread thread) {
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the hook runs: this is the end that it asked for
    }
  }
}
