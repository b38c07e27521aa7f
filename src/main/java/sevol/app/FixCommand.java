package sevol.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevol.container.Mount;
import sevol.remedy.BooleanPlan;
import sevol.remedy.Denied;
import sevol.remedy.FixRequest;
import sevol.remedy.Fixer;
import sevol.remedy.Fixer.Applied;
import sevol.remedy.Fixer.Past;
import sevol.remedy.PlanResult;
import sevol.remedy.Progress;
import sevol.remedy.Refusal;
import sevol.remedy.RemedyException;
import sevol.remedy.RemedyPlan;
import sevol.remedy.TreePlan;
import sevol.remedy.Undo.Undone;
import sevol.report.FixJson;
import sevol.report.FixReport;
import sevol.report.FixText;
import sevol.report.Plain;
import sevol.selinux.SelinuxMode;

/** {@code sevol fix}: shows the plan for a path, applies it, or undoes one. */
@Command(
    name = "fix",
    mixinStandardHelpOptions = true,
    description = {
      "Repairs what keeps containers from a directory or file that they mount: a local file-context"
          + " rule, so that it lasts, and a relabel, so that it works now; or the boolean that the"
          + " policy has for it.",
      "Without --apply it only shows the plan. A plan is made only where the policy, asked before,"
          + " permits containers the planned label; what would break the host is refused, with what"
          + " can be done instead.",
      "Ctrl-C stops between two objects. What was stopped, also by a power cut, is finished by the"
          + " same command, or undone."
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

  @Option(
      names = "--incident",
      paramLabel = "ID",
      description =
          "Instead of PATH: the source of this incident of sevol incidents, mounted as it was there;"
              + " the first digits of its id do.")
  private @Nullable String incident;

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

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = {
        "Give it this MCS level instead of s0, as in s0:c10,c20; every container on it must then run"
            + " with --security-opt label=level:LEVEL.",
        "So content stays closed to all other containers."
      })
  private @Nullable String level;

  @Option(
      names = "--i-know",
      paramLabel = "PATH",
      description =
          "Set the protection of this one PATH aside, if you know that nobody else needs it. Never"
              + " for the system's own roots, shared directories, or a home itself.")
  private List<Path> known = new ArrayList<>();

  @Option(
      names = "--mounts",
      description = "Also fix each file system mounted below PATH, as a fix of its own.")
  private boolean mounts;

  @Option(
      names = "--resume",
      paramLabel = "ID",
      arity = "0..1",
      fallbackValue = "",
      description = "Finish the fix ID that was cut off (root); without an ID, every one.")
  private @Nullable String resume;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "/var/lib/sevol",
      description = "Directory of undo journals and the lock (default: ${DEFAULT-VALUE}).")
  private Path state = Path.of("/var/lib/sevol");

  @Option(
      names = "--ledger",
      paramLabel = "DIR",
      defaultValue = IncidentsCommand.STATE,
      description = "The daemon's ledger directory, for --incident (default: ${DEFAULT-VALUE}).")
  private Path ledger = Path.of(IncidentsCommand.STATE);

  private final Host host;

  FixCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException, RemedyException {
    long given =
        Stream.of(paths.isEmpty() ? null : paths, incident, undo, resume)
            .filter(Objects::nonNull)
            .count();
    if (given != 1) {
      throw new ParameterException(
          spec.commandLine(),
          "name a PATH or an --incident ID to fix, or --undo ID or --resume ID with the id that a"
              + " fix printed");
    }
    if (host.mode() == SelinuxMode.DISABLED) {
      throw new RemedyException("SELinux is disabled here: labels have no effect, nothing to fix");
    }
    if ((apply || resume != null || undo != null) && !Caller.isRoot()) {
      throw new RemedyException("changing labels and rules needs root; run it with sudo");
    }
    if (incident != null) {
      Map.Entry<Path, Boolean> source =
          IncidentSources.read(ledger).of(spec.commandLine(), incident);
      paths = List.of(source.getKey());
      readOnly |= source.getValue();
    }
    FixReport report =
        json ? new FixJson(spec.commandLine().getOut()) : new FixText(spec.commandLine().getOut());
    Fixer fixer = new Fixer(host.remedy(), state, bootId());
    try (ScanWatch watch = new ScanWatch(spec.commandLine().getErr())) {
      if (undo != null) {
        return undo(undo, fixer, report, watch);
      }
      if (resume != null) {
        return resume(resume, fixer, report, watch.progress());
      }
      int worst = ExitCode.FINE;
      for (Path path : withMounts()) {
        worst = Math.max(worst, fix(fixer, path, report, watch));
      }
      return worst;
    }
  }

  static String bootId() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }

  /** The paths, and the mount points below them if these are asked for. */
  private List<Path> withMounts() throws IOException {
    if (!mounts) {
      return paths;
    }
    Set<Path> all = new LinkedHashSet<>();
    for (Path path : paths) {
      all.add(path);
      Path real = path.toRealPath();
      for (Mount mount : host.mounts().mounts()) {
        Path at = Path.of(mount.mountpoint());
        if (at.startsWith(real) && !at.equals(real)) {
          all.add(at);
        }
      }
    }
    return List.copyOf(all);
  }

  private static int undo(String id, Fixer fixer, FixReport report, ScanWatch watch)
      throws IOException, RemedyException {
    if (id.isEmpty()) {
      report.history(fixer.history());
      return ExitCode.FINE;
    }
    Undone undone = fixer.undo(id, watch.progress());
    watch.clear();
    report.undone(undone);
    return undone.complete() ? ExitCode.FINE : ExitCode.UNKNOWN;
  }

  private int resume(String id, Fixer fixer, FixReport report, Progress progress)
      throws IOException, RemedyException {
    int worst = ExitCode.FINE;
    boolean any = false;
    for (Past past : fixer.history()) {
      if (id.isEmpty() ? past.unfinished() : past.id().equals(id)) {
        any = true;
        worst = Math.max(worst, resume(past, fixer, report, progress));
      }
    }
    if (!any && !id.isEmpty()) {
      throw new RemedyException(id + ": no such fix; sevol fix --undo without an ID lists them");
    }
    if (!any) {
      report.history(List.of());
    }
    return worst;
  }

  /** One that cannot be finished keeps no other from it. */
  private int resume(Past past, Fixer fixer, FixReport report, Progress progress) {
    try {
      Optional<Applied> finished = fixer.finish(past, progress);
      report.finished(past, finished.orElse(null));
      return ExitCode.FINE;
    } catch (IOException | RemedyException e) {
      tell(e);
      return ExitCode.UNKNOWN;
    }
  }

  /** One path; what goes wrong with it is told, and the next one is still tried. */
  private int fix(Fixer fixer, Path path, FixReport report, ScanWatch watch) {
    Progress progress = watch.progress();
    try {
      Path real = path.toRealPath();
      Optional<Applied> finished =
          apply ? fixer.recover(real, progress) : Optional.<Applied>empty();
      FixDiagnosis diagnosis = new FixDiagnosis(host, readOnly, level);
      Denied denied = diagnosis.of(real);
      PlanResult result =
          fixer.plan(new FixRequest(path, readOnly, level, realOnes(known), denied), progress);
      watch.clear();
      if (result instanceof Refusal refusal) {
        report.refused(refusal, denied == null ? null : denied.diagnosis());
        return ExitCode.DENIED;
      }
      RemedyPlan plan = (RemedyPlan) result;
      if (plan.nothingToDo()) {
        if (finished.isPresent()) {
          report.applied(plan, finished.get());
        } else {
          report.nothingToDo(plan);
        }
        return ExitCode.FINE;
      }
      if (!apply) {
        report.planned(plan, command(plan));
        return plan.diagnosis() == null ? ExitCode.FINE : ExitCode.DENIED;
      }
      Applied applied = fixer.apply(plan, progress);
      watch.clear();
      report.applied(plan, applied);
      return stillDenied(plan, diagnosis, real) ? ExitCode.DENIED : ExitCode.FINE;
    } catch (IOException | RemedyException e) {
      watch.clear();
      tell(e);
      return ExitCode.UNKNOWN;
    }
  }

  /** A tree was verified entry by entry; a boolean is proved by asking for the path again. */
  private static boolean stillDenied(RemedyPlan plan, FixDiagnosis diagnosis, Path real) {
    return plan instanceof TreePlan tree
        ? !tree.left().isEmpty()
        : plan instanceof BooleanPlan && diagnosis.of(real) != null;
  }

  private static Set<Path> realOnes(List<Path> paths) throws IOException {
    Set<Path> real = new HashSet<>();
    for (Path path : paths) {
      real.add(path.toRealPath());
    }
    return real;
  }

  /** What applies the plan. */
  private List<String> command(RemedyPlan plan) {
    List<String> command = new ArrayList<>(List.of("sudo", "sevol", "fix", "--apply"));
    if (readOnly) {
      command.add("--read-only");
    }
    if (level != null) {
      command.add("--level=" + level);
    }
    for (Path path : known) {
      command.add("--i-know=" + path);
    }
    command.add(plan.path().toString());
    return command;
  }

  private void tell(Exception e) {
    spec.commandLine().getErr().println("sevol: " + Plain.text(OneLineErrors.message(e)));
  }
}
