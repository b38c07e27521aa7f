package sevol.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevol.audit.LogTail;
import sevol.container.Attributor;
import sevol.container.BundleWatch;
import sevol.container.DiskInventory;
import sevol.remedy.Advisor;
import sevol.report.Plain;
import sevol.selinux.AccessDecisions;
import sevol.selinux.SelinuxMode;

/** {@code sevol daemon}: tells of each new incident as it happens. */
@Command(
    name = "daemon",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Follows the audit log and writes one line for each new incident:",
      "the container, the directory on the host, the cause and what to do.",
      "Runs until it is told to end (SIGTERM, Ctrl-C). Needs root, or an account that may read",
      "the log, the engines' directories and the mounted directories."
    })
final class DaemonCommand implements Callable<Integer> {
  private static final long END_MILLIS = 3000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      defaultValue = "/var/log/audit/audit.log",
      description = {
        "The log that auditd writes (default: ${DEFAULT-VALUE}). It is followed from its end,",
        "over rotations; one that is not there yet is waited for."
      })
  private Path log;

  @Option(
      names = "--json",
      description = "One JSON object a line, with the keys of 'sevol explain --json'.")
  private boolean json;

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
    PrintWriter err = spec.commandLine().getErr();
    try (LogTail tail = LogTail.atEnd(log)) {
      return follow(tail, err);
    } catch (AccessDeniedException e) {
      err.println(
          "sevol: "
              + Plain.text(log.toString())
              + ": permission denied; run the daemon as root, or name a log that you may read"
              + " with --log");
      return ExitCode.UNKNOWN;
    }
  }

  private int follow(LogTail tail, PrintWriter err) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Thread onSignal = endOnSignal(tail);
    try (BundleWatch containers = BundleWatch.start(new DiskInventory(root), c -> {})) {
      Attributor attributor = new Attributor(containers, root, host.tree());
      Advisor advisor = new Advisor(host.labels());
      IncidentMemory memory = new IncidentMemory(System::nanoTime);
      IncidentOutput output = new IncidentOutput(out, json, tail::close);
      err.println(
          "sevol: "
              + (Files.exists(log) ? "watching " : "waiting for ")
              + Plain.text(log.toString())
              + ", "
              + containers.containers().size()
              + " containers known");
      tail.follow(
          new IncidentWatch(
              new DenialJudge(policy()),
              attributor::attribute,
              host::mounts,
              advisor,
              memory,
              output));
      if (tail.cut() > 0) {
        err.println("sevol: " + tail.cut() + " lines longer than 64 KiB were cut");
      }
      return ExitCode.FINE; // a closed stdout is seen by the caller, who ends with its own status
    } finally {
      forget(onSignal);
    }
  }

  /** Where SELinux is off, a log copied from elsewhere can be followed all the same. */
  private Optional<AccessDecisions> policy() {
    return host.mode() == SelinuxMode.DISABLED ? Optional.empty() : Optional.of(host.decisions());
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
