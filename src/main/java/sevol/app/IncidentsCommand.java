package sevol.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevol.ledger.FixResult;
import sevol.ledger.FixResults;
import sevol.ledger.Incident;
import sevol.ledger.IncidentJson;
import sevol.ledger.LedgerContent;
import sevol.ledger.LedgerFile;
import sevol.ledger.Problem;
import sevol.report.IncidentText;
import sevol.report.Plain;

/** {@code sevol incidents}: what the daemon's ledger holds. */
@Command(
    name = "incidents",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Shows the incidents that the daemon found, the newest first: each directory that containers"
            + " were denied, with how often, why, and what repairs it. An incident is closed by"
            + " itself when the same access would be allowed. For root and members of group"
            + " sevol.",
    footerHeading = "%nExit status:%n",
    footer = {
      "  0  no incident shown is open",
      "  1  one is",
      "  2  the command line is wrong, or no incident has that id",
      "  3  there is no ledger, or it cannot be read"
    })
final class IncidentsCommand implements Callable<Integer> {
  static final String STATE = "/var/lib/sevol/ledger";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "One incident, with all that is known of it; the first digits of its id do.")
  private @Nullable String id;

  @Option(names = "--all", description = "Those that are closed, too.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = STATE,
      description = "The daemon's ledger directory (default: ${DEFAULT-VALUE}).")
  private Path state = Path.of(STATE);

  @Override
  public Integer call() throws IOException {
    Optional<LedgerContent> ledger = read();
    if (ledger.isEmpty()) {
      return ExitCode.UNKNOWN;
    }
    List<Incident> shown =
        id == null
            ? list(ledger.get())
            : List.of(IncidentSources.named(spec.commandLine(), ledger.get(), id));
    FixResults automatic = automatic();
    PrintWriter out = spec.commandLine().getOut();
    for (int i = 0; i < shown.size() && !out.checkError(); i++) {
      write(out, shown.get(i), automatic.of(shown.get(i).id()), i > 0);
    }
    if (id == null && !json) {
      summary(out, ledger.get(), shown);
    }
    return shown.stream().anyMatch(Incident::open) ? ExitCode.DENIED : ExitCode.FINE;
  }

  private Optional<LedgerContent> read() {
    try {
      return Optional.of(LedgerFile.read(state));
    } catch (IOException e) {
      Problem problem = LedgerFile.problem(state, e);
      String line = "sevol: " + Plain.text(problem.text()) + "; " + problem.next();
      spec.commandLine().getErr().println(line);
      return Optional.empty();
    }
  }

  /** What came of automatic fixes; that this cannot be read hides no incident. */
  private FixResults automatic() {
    try {
      return FixResults.besides(state);
    } catch (IOException e) {
      String line = "sevol: " + Plain.text(OneLineErrors.message(e));
      spec.commandLine().getErr().println(line);
      return FixResults.NONE;
    }
  }

  private List<Incident> list(LedgerContent ledger) {
    return ledger.incidents().stream()
        .filter(incident -> all || incident.open())
        .sorted(Comparator.comparing((Incident i) -> i.tally().last()).reversed())
        .toList();
  }

  private void write(
      PrintWriter out, Incident incident, @Nullable FixResult automatic, boolean between)
      throws IOException {
    if (json) {
      IncidentJson.write(out, incident, automatic);
      return;
    }
    out.append(between ? "\n" : "");
    if (id == null) {
      IncidentText.write(out, incident, automatic);
    } else {
      IncidentText.writeAll(out, incident, automatic);
    }
  }

  private void summary(PrintWriter out, LedgerContent ledger, List<Incident> shown) {
    if (ledger.open() == 0) {
      out.println("no open incident");
    }
    int closed = ledger.incidents().size() - shown.size();
    if (!all && closed > 0) {
      out.println("closed incidents, which --all shows: " + closed);
    }
  }
}
