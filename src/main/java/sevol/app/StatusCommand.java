package sevol.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevol.ledger.DaemonStatus;
import sevol.report.StatusJson;
import sevol.report.StatusText;

/** {@code sevol status}: whether the daemon is well, and misses nothing. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Tells whether the daemon lives, what it follows, what it counted, whether audit records"
            + " were lost, and how many incidents are open. For root and members of group sevol.",
    footerHeading = "%nExit status:%n",
    footer = {
      "  0  all is well",
      "  1  all is well, and there are open incidents (sevol incidents)",
      "  2  the command line is wrong",
      "  3  something is not well, or cannot be told: each problem is named with its next step"
    })
final class StatusCommand implements Callable<Integer> {
  static final String RUN = "/run/sevol";

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = IncidentsCommand.STATE,
      description = "The daemon's ledger directory (default: ${DEFAULT-VALUE}).")
  private Path state = Path.of(IncidentsCommand.STATE);

  @Option(
      names = "--run",
      paramLabel = "DIR",
      defaultValue = RUN,
      description = "What holds the daemon's heartbeat (default: ${DEFAULT-VALUE}).")
  private Path run = Path.of(RUN);

  private final InstantSource clock;

  StatusCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    DaemonStatus status = DaemonStatus.read(state, run, clock.instant(), DaemonStatus.MAX_AGE);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      StatusJson.write(out, status);
    } else {
      StatusText.write(out, status);
    }
    if (!status.problems().isEmpty()) {
      return ExitCode.UNKNOWN;
    }
    Long open = status.open();
    return open != null && open > 0 ? ExitCode.DENIED : ExitCode.FINE;
  }
}
