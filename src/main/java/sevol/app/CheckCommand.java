package sevol.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevol.app.VerdictFormat.Checked;
import sevol.container.Engine;
import sevol.diagnosis.TreeScan;
import sevol.preflight.Preflight;
import sevol.preflight.Verdict;
import sevol.report.Plain;
import sevol.request.ContainerRequest;
import sevol.request.InvalidRequestException;
import sevol.request.LabelOptions;
import sevol.request.MountRequest;
import sevol.request.MountSpec;
import sevol.request.RunCommand;
import sevol.selinux.Need;
import sevol.selinux.SelinuxMode;

/** {@code sevol check}: whether a container will be able to use its mounts. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Tells before the run whether SELinux will let a container use its bind mounts, and why not.",
    footer = {
      "",
      "Exit status: 0 fine, 1 something would be denied, 2 usage, 3 cannot tell.",
      "",
      "  sevol check -v /srv/data:/data:ro",
      "  sevol check -- docker run --rm -v=/srv/data:/data image command"
    })
final class CheckCommand implements Callable<Integer> {
  private final Host host;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-v", "--volume"},
      paramLabel = "SPEC",
      description = "A mount as docker and podman take it: SOURCE:DESTINATION[:ro,z,Z…].")
  private List<String> volumes = new ArrayList<>();

  @Option(
      names = "--mount",
      paramLabel = "SPEC",
      description = "A mount in the long form: type=bind,source=…,target=…[,readonly].")
  private List<String> mounts = new ArrayList<>();

  @Option(
      names = "--security-opt",
      paramLabel = "OPT",
      description = "label=type:T, label=level:L or label=disable, as the run would say it.")
  private List<String> securityOpts = new ArrayList<>();

  @Option(
      names = "--engine",
      paramLabel = "docker|podman",
      description = "Whose rules -v and --mount follow (docker if no command says otherwise).")
  private @Nullable Engine engine;

  @Option(
      names = "--strict",
      description =
          "What a permissive host would only log counts as denied; a host without SELinux"
              + " and all that was not looked at as unknown.")
  private boolean strict;

  @Option(
      names = "--need",
      paramLabel = "read|write|exec",
      split = ",",
      description =
          "What the mounts are needed for, in place of what their modes say (ro: read, else read and"
              + " write); exec is to run what is in them.")
  private Set<Need> needs = EnumSet.noneOf(Need.class);

  @Option(
      names = "--quick",
      description = "Look at the top of each source only: right for a tree that has one label.")
  private boolean quick;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Look at each source no longer than this (${DEFAULT-VALUE}).")
  private long timeout;

  @Option(
      names = "--format",
      paramLabel = "text|json|junit",
      defaultValue = "text",
      description =
          "text for people (the default), json: one object a line for each mount, junit: one XML"
              + " document for Jenkins' test results.")
  private VerdictFormat format = VerdictFormat.TEXT;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Parameters(
      paramLabel = "COMMAND",
      description = "A docker or podman run or create command, after --.")
  private List<String> command = new ArrayList<>();

  CheckCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    ContainerRequest run;
    try {
      run = request();
    } catch (InvalidRequestException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    PrintWriter err = spec.commandLine().getErr();
    run.notes().forEach(n -> err.println("note: " + Plain.text(n)));
    if (host.mode() == SelinuxMode.DISABLED) {
      String disabled = "SELinux is disabled: nothing to check";
      (format() == VerdictFormat.TEXT ? spec.commandLine().getOut() : err).println(disabled);
      return strict ? ExitCode.UNKNOWN : ExitCode.FINE;
    }
    if (run.mounts().isEmpty() && run.volumesFrom().isEmpty()) {
      err.println("note: no mount: nothing to check");
    }
    return check(List.of(run));
  }

  private VerdictFormat format() {
    return json ? VerdictFormat.JSON : format;
  }

  private int check(List<ContainerRequest> requests) throws IOException {
    TreeScan.Limits limits =
        new TreeScan.Limits(quick ? 1 : Long.MAX_VALUE, Duration.ofSeconds(timeout));
    PrintWriter out = spec.commandLine().getOut();
    try (ScanWatch watch = new ScanWatch(spec.commandLine().getErr())) {
      Preflight.Settings settings = new Preflight.Settings(watch.way(limits), strict, needs);
      Preflight preflight = new Preflight(host.surroundings(), settings);
      List<Checked> all = new ArrayList<>();
      for (ContainerRequest request : requests) {
        all.add(new Checked(request.subject(), preflight.check(request)));
      }
      watch.clear();
      format().write(all, out);
      out.flush();
      return exitCode(all);
    }
  }

  private static int exitCode(List<Checked> all) {
    Set<Verdict.Outcome> outcomes = EnumSet.noneOf(Verdict.Outcome.class);
    all.forEach(c -> c.verdicts().forEach(v -> outcomes.add(v.outcome())));
    return outcomes.contains(Verdict.Outcome.DENIED)
        ? ExitCode.DENIED
        : outcomes.contains(Verdict.Outcome.UNKNOWN) ? ExitCode.UNKNOWN : ExitCode.FINE;
  }

  /** The options and the command as one. */
  private ContainerRequest request() throws InvalidRequestException {
    Path directory = Path.of("").toAbsolutePath();
    if (timeout < 1 || timeout > Integer.MAX_VALUE) {
      throw usage("--timeout " + timeout + ": at least 1 second");
    }
    if (engine != null && engine != Engine.DOCKER && engine != Engine.PODMAN) {
      throw usage("--engine: only docker and podman have such commands");
    }
    if (command.isEmpty() && volumes.isEmpty() && mounts.isEmpty()) {
      throw usage("name a mount, as in -v /srv/data:/data, or a command, as in -- docker run …");
    }
    List<MountRequest> requests = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Engine chosen = engine == null ? Engine.DOCKER : engine;
    LabelOptions labels = null;
    if (!command.isEmpty()) {
      if (!securityOpts.isEmpty()) {
        throw usage("--security-opt: put it into the command after --");
      }
      ContainerRequest given = RunCommand.parse(command, directory);
      if (engine != null && engine != given.engine()) {
        throw usage(
            "--engine " + engine.command() + " and a " + given.engine().command() + " command");
      }
      chosen = given.engine();
      labels = given.labels();
      requests.addAll(given.mounts());
      notes.addAll(given.notes());
    }
    for (String volume : volumes) {
      requests.add(GivenMounts.mount(chosen, volume));
    }
    for (String mount : mounts) {
      requests.add(MountSpec.parse(chosen, mount, directory));
    }
    if (labels == null) {
      labels = LabelOptions.of(chosen, securityOpts, false, false, null);
    }
    return new ContainerRequest("check", chosen, requests, List.of(), labels, notes);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
