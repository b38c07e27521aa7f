package sevol.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import sevol.remedy.BooleanPlan;
import sevol.remedy.Denied;
import sevol.remedy.ExportContent;
import sevol.remedy.FixRequest;
import sevol.remedy.Fixer;
import sevol.remedy.LocalRule;
import sevol.remedy.PlacedRule;
import sevol.remedy.PlanResult;
import sevol.remedy.Progress;
import sevol.remedy.Refusal;
import sevol.remedy.RemedyException;
import sevol.remedy.TreePlan;
import sevol.report.Plain;
import sevol.selinux.BooleanValue;
import sevol.selinux.SelinuxMode;

/** The rules and booleans that {@code sevol fix} would put. */
final class Suggestions {
  private final Host host;
  private final Consumer<String> tell;
  private final List<PlacedRule> rules = new ArrayList<>();
  private final List<BooleanValue> booleans = new ArrayList<>();
  private int worst = ExitCode.FINE;

  /**
   * Plans on a host.
   *
   * @param tell takes one line for each path that gets no plan
   */
  Suggestions(Host host, Consumer<String> tell) {
    this.host = host;
    this.tell = tell;
  }

  /** The exit status that the paths so far make. */
  int worst() {
    return worst;
  }

  /** For paths that are all mounted alike. */
  ExportContent forPaths(List<Path> paths, boolean readOnly) throws RemedyException {
    Map<Path, Boolean> sources = new TreeMap<>();
    paths.forEach(path -> sources.put(path, readOnly));
    return plan(sources);
  }

  /** For the sources of the open incidents; one is read-only if it is so in all of them. */
  ExportContent forIncidents(Path ledger) throws RemedyException {
    return plan(IncidentSources.read(ledger).open());
  }

  private ExportContent plan(Map<Path, Boolean> sources) throws RemedyException {
    if (!sources.isEmpty()) {
      if (host.mode() == SelinuxMode.DISABLED) {
        throw new RemedyException("SELinux is disabled here: labels have no effect");
      }
      // Nothing is applied: the fixer's directory is not used.
      Fixer fixer = new Fixer(host.remedy(), Path.of("/nonexistent"), "");
      sources.forEach((path, readOnly) -> plan(fixer, path, readOnly));
    }
    return new ExportContent(rules, booleans);
  }

  private void plan(Fixer fixer, Path path, boolean readOnly) {
    try {
      Denied denied = new FixDiagnosis(host, readOnly, null).of(path.toRealPath());
      FixRequest request = new FixRequest(path, readOnly, null, Set.of(), denied);
      PlanResult result = fixer.plan(request, Progress.NONE);
      if (result instanceof Refusal refusal) {
        failed(ExitCode.DENIED, path + ": " + refusal.reason() + "; " + refusal.next());
      } else if (result instanceof BooleanPlan plan) {
        booleans.addAll(plan.set());
      } else if (result instanceof TreePlan plan) {
        LocalRule rule = plan.rule();
        if (rule != null) {
          rules.add(new PlacedRule(rule, plan.path().toString()));
        }
      }
    } catch (IOException | RemedyException e) {
      failed(ExitCode.UNKNOWN, OneLineErrors.message(e));
    }
  }

  private void failed(int status, String line) {
    worst = Math.max(worst, status);
    tell.accept(Plain.text(line));
  }
}
