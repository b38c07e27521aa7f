package sevol.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sevol.ledger.DaemonStatus;
import sevol.monitoring.MetricsFormat;

/** {@code sevol metrics}: the daemon's status for Prometheus or Graphite. */
@Command(
    name = "metrics",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Prints the daemon's status as metrics: open incidents by cause, denials, what was lost, and"
            + " whether the daemon lives (sevol_up). There are as many series on every host: no"
            + " container, path, level or process is a label. For root and members of group sevol.",
    footerHeading = "%nExit status:%n",
    footer = {
      "  0  they are printed; sevol_up is 0 where the daemon is dead or its files cannot be read,",
      "     and what cannot be told is left out",
      "  2  the command line is wrong",
      "  3  they cannot be written"
    })
final class MetricsCommand implements Callable<Integer> {
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  @Spec private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "prometheus",
      description = "prometheus, or graphite: a line of Carbon's (default: ${DEFAULT-VALUE}).")
  private MetricsFormat format = MetricsFormat.PROMETHEUS;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Replace this file in one step, for example in the directory of node_exporter's textfile"
              + " collector (its name must end in .prom there), in place of printing.")
  private @Nullable Path output;

  @Option(
      names = "--prefix",
      paramLabel = "PATH",
      description = "What Graphite's paths begin with (default: sevol.HOST).")
  private @Nullable String prefix;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = IncidentsCommand.STATE,
      description = "The daemon's ledger directory (default: ${DEFAULT-VALUE}).")
  private Path state = Path.of(IncidentsCommand.STATE);

  @Option(
      names = "--run",
      paramLabel = "DIR",
      defaultValue = StatusCommand.RUN,
      description = "What holds the daemon's heartbeat (default: ${DEFAULT-VALUE}).")
  private Path run = Path.of(StatusCommand.RUN);

  private final InstantSource clock;

  MetricsCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    DaemonStatus status = DaemonStatus.read(state, run, clock.instant(), DaemonStatus.MAX_AGE);
    String text = format.write(status, prefix == null ? ownPrefix() : checked(prefix));
    if (output == null) {
      spec.commandLine().getOut().print(text);
    } else {
      replace(output, text);
    }
    return ExitCode.FINE;
  }

  private String checked(String given) {
    if (!PREFIX.matcher(given).matches()) {
      throw new ParameterException(
          spec.commandLine(), "no path of letters, digits, _ and - with dots between: " + given);
    }
    return given;
  }

  private static String ownPrefix() {
    String host;
    try {
      host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      host = "";
    }
    return "sevol." + MetricsFormat.component(host);
  }

  /** Readable for everybody, as the collector runs as another user; whole at every moment. */
  private static void replace(Path file, String text) throws IOException {
    Path absolute = file.toAbsolutePath();
    // the collector reads *.prom only
    Path temporary =
        Files.createTempFile(absolute.resolveSibling("."), "." + absolute.getFileName(), ".new");
    try {
      Files.writeString(
          temporary, text, StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
