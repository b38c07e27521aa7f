package sevol.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import sevol.ledger.DaemonStatus;
import sevol.monitoring.Plugin;
import sevol.monitoring.PluginState;

/** {@code check_sevol}: the plugin of Nagios and Icinga; the same program under its other name. */
@Command(
    name = CheckSevolCommand.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnUsageHelp = ExitCode.UNKNOWN,
    exitCodeOnVersionHelp = ExitCode.UNKNOWN,
    description =
        "Tells Nagios or Icinga how many incidents are open on this host, from what the daemon wrote"
            + " down. A threshold that is crossed is told whatever else is wrong. It is UNKNOWN"
            + " where the daemon is dead or cannot write, where its files cannot be read (the"
            + " plugin's user must be in group sevol), and, if no threshold is crossed, where audit"
            + " records were lost: an incident may be missing.",
    footerHeading = "%nExit status:%n",
    footer = {
      "  0  OK",
      "  1  WARNING: open incidents outside of the range of -w",
      "  2  CRITICAL: open incidents outside of the range of -c",
      "  3  UNKNOWN: it cannot be told; also a wrong command line, and this help"
    })
final class CheckSevolCommand implements Callable<Integer> {
  static final String NAME = "check_sevol";

  @Spec private CommandSpec spec;

  @Option(
      names = {"-w", "--warning"},
      paramLabel = "RANGE",
      description =
          "How many open incidents are no reason to warn, as plugins spell it: 3 is 0 to 3 (default:"
              + " any).")
  private @Nullable String warning;

  @Option(
      names = {"-c", "--critical"},
      paramLabel = "RANGE",
      defaultValue = "0",
      description = "How many are not critical (default: ${DEFAULT-VALUE}).")
  private String critical = "0";

  @Option(
      names = "--max-age",
      paramLabel = "DURATION",
      defaultValue = "60s",
      converter = Age.class,
      description =
          "How long ago the daemon may have been heard of, which tells of itself every ten seconds:"
              + " 90s, 5m, 1h (default: ${DEFAULT-VALUE}).")
  private Duration maxAge = DaemonStatus.MAX_AGE;

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

  CheckSevolCommand(InstantSource clock) {
    this.clock = clock;
  }

  /** The command; whatever goes wrong in it is one line and UNKNOWN. */
  static CommandLine commandLine(InstantSource clock) {
    return new CommandLine(new CheckSevolCommand(clock))
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((e, args) -> unknown(e.getCommandLine(), e))
        .setExecutionExceptionHandler((e, command, parsed) -> unknown(command, e));
  }

  private static int unknown(CommandLine command, Exception e) {
    String help = e instanceof ParameterException ? " (see: " + NAME + " --help)" : "";
    String line = Plugin.line(PluginState.UNKNOWN, OneLineErrors.message(e) + help);
    command.getOut().println(line); // nobody reads a plugin's stderr
    return PluginState.UNKNOWN.exitStatus();
  }

  @Override
  public Integer call() {
    DaemonStatus status = DaemonStatus.read(state, run, clock.instant(), maxAge);
    Plugin plugin;
    try {
      plugin = new Plugin(status, warning, critical);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    spec.commandLine().getOut().print(plugin.output());
    return plugin.state().exitStatus();
  }

  /** A number of seconds, or of what its letter says. */
  static final class Age implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,6})([smhd]?)");

    @Override
    public Duration convert(String value) {
      Matcher form = FORM.matcher(value);
      if (!form.matches()) {
        throw new TypeConversionException("no duration: " + value + " (90s, 5m, 1h)");
      }
      long number = Long.parseLong(form.group(1));
      return switch (form.group(2)) {
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        case "d" -> Duration.ofDays(number);
        default -> Duration.ofSeconds(number);
      };
    }
  }
}
