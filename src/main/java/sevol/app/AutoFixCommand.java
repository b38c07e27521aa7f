package sevol.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevol.automatic.FixRequests;
import sevol.automatic.SeenMounts;
import sevol.container.Container;
import sevol.ledger.FixResult;
import sevol.ledger.FixResults;
import sevol.remedy.Fixer;
import sevol.remedy.RemedyException;
import sevol.report.Plain;
import sevol.selinux.SelinuxMode;

/** {@code sevol auto-fix}: what sevol-fix.service runs for the requests of the daemon. */
@Command(
    name = "auto-fix",
    hidden = true,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Takes the daemon's requests and fixes what the settings allow: see AUTOMATIC FIXES in"
          + " sevol(8). sevol-fix.service runs it."
    },
    footerHeading = "%nExit status:%n",
    footer = {
      "  0  each request was decided",
      "  2  the command line is wrong",
      "  3  some could not be"
    })
final class AutoFixCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--requests",
      paramLabel = "DIR",
      defaultValue = "/run/sevol/daemon/requests",
      description = "The requests (default: ${DEFAULT-VALUE}).")
  private Path requests;

  @Option(
      names = "--containers",
      paramLabel = "DIR",
      defaultValue = RecordContainersCommand.DIRECTORY,
      description = "The record of containers (default: ${DEFAULT-VALUE}).")
  private Path record;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "/var/lib/sevol",
      description = "Journals, and results in automatic/ (default: ${DEFAULT-VALUE}).")
  private Path state;

  private final Host host;
  private final Path root;

  AutoFixCommand(Host host) {
    this(host, Path.of("/"));
  }

  AutoFixCommand(Host host, Path root) {
    this.host = host;
    this.root = root;
  }

  @Override
  public Integer call() throws IOException, RemedyException {
    FixRequests.Taken taken = new FixRequests(requests).take();
    if (taken.ignored() > 0) {
      warn("requests thrown away, since they name no incident or are too many: " + taken.ignored());
    }
    if (taken.stuck() != null) {
      warn("a request cannot be removed: " + taken.stuck());
    }
    Settings settings = Settings.ofHost(root);
    if (settings.apply() != Settings.Apply.AUTO) {
      warn("nothing is fixed by itself: apply = manual in /" + Settings.FILE);
      return ExitCode.FINE;
    }
    if (host.mode() == SelinuxMode.DISABLED) {
      throw new RemedyException("SELinux is disabled here: labels have no effect, nothing to fix");
    }
    FixResults results = FixResults.read(state.resolve("automatic"));
    try (ScanWatch watch = new ScanWatch(spec.commandLine().getErr())) {
      Fixer fixer = new Fixer(host.remedy(), state, FixCommand.bootId());
      AutoFixer automatic =
          new AutoFixer(
              host, settings, fixer, results, mounts(), watch.progress(), Clock.systemUTC());
      boolean all = recover(automatic, results);
      for (String incident : taken.ids()) {
        tell(automatic.fix(incident));
      }
      return all && taken.stuck() == null ? ExitCode.FINE : ExitCode.UNKNOWN;
    }
  }

  /** What an earlier run was cut off in comes first; one that cannot be ended keeps no other. */
  private boolean recover(AutoFixer automatic, FixResults results) throws IOException {
    boolean all = true;
    for (FixResult begun : results.all()) {
      if (begun.state() == FixResult.State.BEGUN) {
        try {
          tell(automatic.recover(begun));
        } catch (RemedyException e) {
          all = false;
          warn(begun.path() + ": " + OneLineErrors.message(e));
        }
      }
    }
    return all;
  }

  private SeenMounts mounts() {
    List<Container> all = new ArrayList<>(host.knownContainers());
    try {
      all.addAll(ContainerRecord.read(record));
    } catch (IOException e) {
      warn("the record of containers: " + OneLineErrors.message(e));
    }
    Set<String> types = new TreeSet<>();
    types.add(host.labels().process().type());
    all.stream()
        .map(Container::processLabel)
        .filter(java.util.Objects::nonNull)
        .forEach(label -> types.add(label.type()));
    return new SeenMounts(all, types);
  }

  private void tell(FixResult result) {
    PrintWriter out = spec.commandLine().getOut();
    String path = result.path() == null ? "" : Plain.text(result.path()) + ": ";
    String text = result.state().word() + ": " + path + Plain.text(result.reason());
    out.println("incident " + result.incident() + ": " + text);
    out.flush();
  }

  private void warn(@Nullable String text) {
    spec.commandLine().getErr().println("sevol: " + Plain.text(text + ""));
  }
}
