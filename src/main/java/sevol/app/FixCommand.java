package sevol.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import sevol.container.Engine;
import sevol.diagnosis.Cause;
import sevol.diagnosis.Diagnosis;
import sevol.diagnosis.TreeScan;
import sevol.preflight.Preflight;
import sevol.preflight.Verdict;
import sevol.remedy.Fixer;
import sevol.remedy.PlanResult;
import sevol.remedy.Refusal;
import sevol.remedy.RemedyException;
import sevol.remedy.RemedyPlan;
import sevol.remedy.Undo.Undone;
import sevol.report.FixJson;
import sevol.report.FixReport;
import sevol.report.FixText;
import sevol.report.Plain;
import sevol.request.LabelOptions;
import sevol.request.MountRequest;
import sevol.request.Relabel;
import sevol.selinux.SelinuxMode;

/** {@code sevol fix}: shows the plan for a path, applies it, or undoes one. */
@Command(
    name = "fix",
    mixinStandardHelpOptions = true,
    description = {
      "Repairs the label of a directory or file that containers mount: a local file-context rule, so"
          + " that it lasts, and a relabel, so that it works now.",
      "Without --apply it only shows the plan. A plan is made only where the policy, asked before,"
          + " permits containers the planned label; what would break the host is refused."
    },
    footerHeading = "%nExit status:%n",
    footer = {
      "  0  fixed, undone, or nothing to do",
      "  1  still denied: only planned, refused, or all but what keeps its label",
      "  2  the command line is wrong",
      "  3  cannot tell, or could not be carried through"
    })
final class FixCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "The mount's source on the host; a symbolic link is resolved.")
  private List<Path> paths = new ArrayList<>();

  @Option(names = "--apply", description = "Carry the plan out (root), and verify it.")
  private boolean apply;

  @Option(
      names = "--read-only",
      description =
          "Every container mounts it read-only: give it the type that they may only read.")
  private boolean readOnly;

  @Option(
      names = "--undo",
      paramLabel = "ID",
      arity = "0..1",
      fallbackValue = "",
      description = {
        "Give back the labels and the rule that the fix ID changed (root).",
        "Without an ID: list the fixes, and whether each is applied, unfinished or undone."
      })
  private @Nullable String undo;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "/var/lib/sevol",
      description = "Directory of undo journals and the lock (default: ${DEFAULT-VALUE}).")
  private Path state = Path.of("/var/lib/sevol");

  private final Host host;

  FixCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException, RemedyException {
    if (paths.isEmpty() == (undo == null)) {
      throw new ParameterException(
          spec.commandLine(), "name a PATH to fix, or --undo ID with the id that a fix printed");
    }
    if (host.mode() == SelinuxMode.DISABLED) {
      throw new RemedyException("SELinux is disabled here: labels have no effect, nothing to fix");
    }
    if ((apply || undo != null) && !Caller.isRoot()) {
      throw new RemedyException("changing labels and rules needs root; run it with sudo");
    }
    FixReport report =
        json ? new FixJson(spec.commandLine().getOut()) : new FixText(spec.commandLine().getOut());
    Fixer fixer = new Fixer(host.remedy(), state);
    try (TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr())) {
      if (undo != null && undo.isEmpty()) {
        report.history(fixer.history());
        return ExitCode.FINE;
      }
      if (undo != null) {
        Undone undone = fixer.undo(undo, progress);
        report.undone(undone);
        return undone.complete() ? ExitCode.FINE : ExitCode.UNKNOWN;
      }
      int worst = ExitCode.FINE;
      for (Path path : paths) {
        worst = Math.max(worst, fix(fixer, path, report, progress));
      }
      return worst;
    }
  }

  /** One path; what goes wrong with it is told, and the next one is still tried. */
  private int fix(Fixer fixer, Path path, FixReport report, TerminalProgress progress) {
    try {
      Diagnosis diagnosis = diagnose(host, path.toRealPath(), readOnly);
      PlanResult result = fixer.plan(path, readOnly, diagnosis);
      if (result instanceof Refusal refusal) {
        report.refused(refusal, diagnosis);
        return ExitCode.DENIED;
      }
      RemedyPlan plan = (RemedyPlan) result;
      if (plan.nothingToDo()) {
        report.nothingToDo(plan);
        return ExitCode.FINE;
      }
      if (!apply) {
        report.planned(plan, readOnly);
        return plan.diagnosis() == null ? ExitCode.FINE : ExitCode.DENIED;
      }
      report.applied(plan, fixer.apply(plan, readOnly, progress));
      return plan.left().isEmpty() ? ExitCode.FINE : ExitCode.DENIED;
    } catch (IOException | RemedyException e) {
      spec.commandLine().getErr().println("sevol: " + Plain.text(OneLineErrors.message(e)));
      return ExitCode.UNKNOWN;
    }
  }

  /** Why a container would be denied the path now, as {@code sevol check --strict} would say. */
  static @Nullable Diagnosis diagnose(Host host, Path real, boolean readOnly) {
    MountRequest.Bind mount =
        new MountRequest.Bind(
            Engine.PODMAN, real, "/mnt", readOnly, Relabel.NONE, false, false, true);
    Verdict verdict =
        new Preflight(
                host.surroundings().forPathAlone(),
                new Preflight.Settings(new TreeScan.Way(TreeScan.Limits.NONE), true, Set.of()))
            .check(mount, LabelOptions.none(Engine.PODMAN));
    Cause cause = verdict.cause();
    return verdict.outcome() == Verdict.Outcome.FINE
        ? null
        : new Diagnosis(cause == null ? Cause.UNKNOWN : cause, verdict.reason());
  }
}
