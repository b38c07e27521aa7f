package sevol.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;
import sevol.container.Mount;
import sevol.diagnosis.Cause;
import sevol.diagnosis.Diagnosis;
import sevol.diagnosis.TreeScan;
import sevol.preflight.Cure;
import sevol.preflight.Preflight;
import sevol.preflight.Surroundings;
import sevol.preflight.Verdict;
import sevol.remedy.Denied;
import sevol.request.LabelOptions;
import sevol.request.MountRequest;
import sevol.request.Relabel;
import sevol.selinux.BooleanValue;

/** Why a container would be denied a path now, as {@code sevol check --strict} would say. */
final class FixDiagnosis {
  private final Host host;
  private final boolean readOnly;
  private final @Nullable String level;

  FixDiagnosis(Host host, boolean readOnly, @Nullable String level) {
    this.host = host;
    this.readOnly = readOnly;
    this.level = level;
  }

  /** Null if it would be denied nothing. */
  @Nullable Denied of(Path real) {
    Surroundings all = host.surroundings();
    Verdict verdict = verdict(all.forPathAlone(), real);
    if (verdict.outcome() == Verdict.Outcome.FINE) {
      return null;
    }
    Cause cause = verdict.cause() == null ? Cause.UNKNOWN : verdict.cause();
    // then the words of the policy, which take a load of it, are not needed
    if (cause.isCuredByLabel()) {
      return new Denied(new Diagnosis(cause, verdict.reason()), List.of(), List.of());
    }
    Verdict explained = verdict(all.forPathAlone(all.explainer()), real);
    List<BooleanValue> booleans =
        explained.cures().stream().map(Cure::booleans).flatMap(List::stream).toList();
    return new Denied(
        new Diagnosis(cause, explained.reason()),
        booleans,
        new Ways(real, mountOf(real), LoopDevice::image).of(explained));
  }

  private Verdict verdict(Surroundings surroundings, Path real) {
    MountRequest.Bind mount =
        new MountRequest.Bind(
            Engine.PODMAN, real, "/mnt", readOnly, Relabel.NONE, false, false, true);
    LabelOptions labels =
        level == null
            ? LabelOptions.none(Engine.PODMAN)
            : LabelOptions.atLevel(Engine.PODMAN, level);
    return new Preflight(
            surroundings,
            new Preflight.Settings(new TreeScan.Way(TreeScan.Limits.NONE), true, Set.of()))
        .check(mount, labels);
  }

  private @Nullable Mount mountOf(Path real) {
    try {
      return host.mounts().byId(host.tree().look(real).mountId()).orElse(null);
    } catch (IOException e) {
      return null; // the plan will say so
    }
  }
}
