package sevol.preflight;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sevol.diagnosis.Cause;
import sevol.diagnosis.GroupAccess;
import sevol.diagnosis.Prediction;
import sevol.diagnosis.Predictor;
import sevol.diagnosis.TreeScan;
import sevol.remedy.Advice;
import sevol.request.MountRequest;
import sevol.request.Relabel;
import sevol.selinux.BooleanValue;
import sevol.selinux.Need;
import sevol.selinux.SecurityContext;

/** Tries changes on the prediction: only what the policy then allows is a cure. */
final class Cures {
  /** Domains of containers that read what ordinary ones may not (container.te of both policies). */
  private static final List<String> READERS = List.of("container_logreader_t");

  private final Surroundings host;
  private final Predictor predictor;
  private final MountRequest.Bind request;
  private final Set<Need> needs;

  Cures(Surroundings host, Predictor predictor, MountRequest.Bind request, Set<Need> needs) {
    this.host = host;
    this.predictor = predictor;
    this.request = request;
    this.needs = needs;
  }

  /** Those that help, the one that lasts first. */
  List<Cure> of(
      TreeScan scan,
      SecurityContext process,
      Prediction prediction,
      Advice advice,
      List<BooleanValue> booleans) {
    List<Cure> cures = new ArrayList<>();
    SecurityContext file = host.labels().file();
    boolean stores = scan.mounts().stream().allMatch(host.storesLabels());
    boolean byLabel = prediction.diagnoses().stream().allMatch(d -> d.cause().isCuredByLabel());
    if (byLabel && stores && allowed(scan.relabelled(file, m -> true), process)) {
      if (!advice.commands().isEmpty()) {
        cures.add(
            new Cure(
                Cure.Kind.LABEL,
                file.toString(),
                Objects.requireNonNull(advice.commands().get(advice.commands().size() - 1))));
      }
      Path root = Path.of(scan.root().path());
      boolean mayRelabel = host.protectedPaths().why(root).isEmpty();
      if (request.relabel() == Relabel.NONE && mayRelabel && !Relabelling.isOfLinkAlone(request)) {
        cures.add(new Cure(Cure.Kind.RELABEL, ":z", List.of()));
      }
    }
    level(scan, process, prediction).ifPresent(cures::add);
    if (prediction.diagnoses().stream().anyMatch(d -> d.cause() == Cause.PROTECTED_HOST_PATH)) {
      for (String type : READERS) {
        if (allowed(scan, process.withType(type))) {
          cures.add(new Cure(Cure.Kind.TYPE, type, List.of()));
        }
      }
    }
    if (prediction.diagnoses().stream().allMatch(d -> d.cause() == Cause.NO_XATTR_FILESYSTEM)
        && allowed(scan.relabelled(file, m -> !host.storesLabels().test(m)), process)) {
      cures.add(new Cure(Cure.Kind.CONTEXT, "context=\"" + file + "\"", List.of()));
    }
    if (!booleans.isEmpty()) {
      List<String> command = new ArrayList<>(List.of("sudo", "setsebool", "-P"));
      booleans.forEach(b -> command.add(b.name() + "=" + (b.value() ? "1" : "0")));
      String value = booleans.stream().map(BooleanValue::toString).collect(Collectors.joining(" "));
      cures.add(new Cure(Cure.Kind.BOOLEAN, value, command));
    }
    return cures;
  }

  /** The one level that the closed entries carry. */
  private Optional<Cure> level(TreeScan scan, SecurityContext process, Prediction prediction) {
    Set<String> levels = new LinkedHashSet<>();
    for (GroupAccess access : prediction.groups()) {
      SecurityContext label = access.group().label();
      if (access.cause() == Cause.MCS_MISMATCH && label != null && label.range() != null) {
        levels.add(label.range());
      }
    }
    if (levels.size() != 1) {
      return Optional.empty();
    }
    String level = levels.iterator().next();
    return allowed(scan, process.withRange(level))
        ? Optional.of(new Cure(Cure.Kind.LEVEL, level, List.of()))
        : Optional.empty();
  }

  private boolean allowed(TreeScan scan, SecurityContext process) {
    Prediction after = predictor.predict(scan, process, null, needs);
    return after.diagnoses().isEmpty();
  }
}
