package sevol.app;

import java.io.IOException;
import java.io.PrintWriter;
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
import sevol.selinux.Need;
import sevol.selinux.SelinuxMode;

/** {@code sevol check}: whether a container will be able to use its mounts. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Tells before the run whether SELinux will let a container use its mounts, and why not.",
    footer = {
      "",
      "Exit status: 0 fine, 1 something would be denied, 2 usage, 3 cannot tell.",
      "",
      "  sevol check -v /srv/data:/data:ro",
      "  sevol check -- docker run --rm -v=/srv/data:/data image command",
      "  sevol check --format junit -f compose.yaml -f compose.ci.yaml web >results.xml",
      "  sevol check -f /etc/containers/systemd/web.container",
      "",
      "A user who may not read all of a source sees what was left out; members of group sevol may"
          + " run it with sudo where the sudoers rule sevol-check is installed. As compose files are"
          + " not read for others by root: docker compose config | sudo sevol check -f -"
    })
final class CheckCommand implements Callable<Integer> {
  private final Host host;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description =
          "A compose file, several to be merged as compose would, - for standard input; or a quadlet"
              + " (NAME.container).")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "Variables for the compose files, in place of .env beside the first.")
  private List<String> envFiles = new ArrayList<>();

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
      description = "Whose rules -v, --mount and -f follow (docker if no command says otherwise).")
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
      paramLabel = "COMMAND|SERVICE",
      description =
          "A docker or podman run or create command, or docker compose up or run, after --; with -f"
              + " the services to check (all of them).")
  private List<String> words = new ArrayList<>();

  CheckCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    if (timeout < 1 || timeout > Integer.MAX_VALUE) {
      throw usage("--timeout " + timeout + ": at least 1 second");
    }
    List<ContainerRequest> requests;
    try {
      requests = asked();
    } catch (InvalidRequestException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    PrintWriter err = spec.commandLine().getErr();
    requests.stream()
        .flatMap(r -> r.notes().stream())
        .distinct()
        .forEach(n -> err.println("note: " + Plain.text(n)));
    if (host.mode() == SelinuxMode.DISABLED) {
      String disabled = "SELinux is disabled: nothing to check";
      PrintWriter out = spec.commandLine().getOut();
      (format() == VerdictFormat.TEXT ? out : err).println(disabled);
      if (format() == VerdictFormat.JUNIT) {
        format().write(List.of(), out); // an empty file is no XML document
      }
      return strict ? ExitCode.UNKNOWN : ExitCode.FINE;
    }
    if (requests.stream().allMatch(r -> r.mounts().isEmpty() && r.volumesFrom().isEmpty())) {
      err.println("note: no mount: nothing to check");
    }
    return check(requests);
  }

  private List<ContainerRequest> asked() throws InvalidRequestException {
    return new CheckRequests(
            engine,
            new CheckRequests.Given(files, envFiles, volumes, mounts, securityOpts),
            words,
            System.getenv())
        .read();
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
      List<List<Verdict>> verdicts = preflight.check(requests);
      for (int i = 0; i < requests.size(); i++) {
        all.add(new Checked(requests.get(i).subject(), verdicts.get(i)));
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

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
