package sevol.preflight;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Cause;
import sevol.preflight.Verdict.Outcome;
import sevol.request.ContainerRequest;
import sevol.request.MountRequest;
import sevol.request.Relabel;
import sevol.selinux.Need;

/** What {@code :Z} of one container does to another that is asked for together with it. */
final class SideBySide {
  private final Surroundings host;
  private final List<ContainerRequest> requests;
  private final List<List<Verdict>> alone;

  /**
   * Prepares.
   *
   * @param alone the verdicts on each of the requests by itself
   */
  SideBySide(Surroundings host, List<ContainerRequest> requests, List<List<Verdict>> alone) {
    this.host = host;
    this.requests = requests;
    this.alone = alone;
  }

  /** The same verdicts, but not fine where another container takes the source away. */
  List<List<Verdict>> verdicts() {
    List<List<Verdict>> together = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      List<Verdict> verdicts = new ArrayList<>();
      for (Verdict verdict : alone.get(i)) {
        verdicts.add(taker(i, verdict).map(taker -> taken(verdict, taker)).orElse(verdict));
      }
      together.add(verdicts);
    }
    return together;
  }

  /** The container whose {@code :Z} writes another level on the source than this one has. */
  private Optional<String> taker(int of, Verdict verdict) {
    if (verdict.outcome() != Outcome.FINE || verdict.process() == null) {
      return Optional.empty();
    }
    @Nullable String level = level(of);
    for (int i = 0; i < requests.size(); i++) {
      boolean same = level != null && level.equals(level(i));
      if (i != of && !same && alone.get(i).stream().anyMatch(w -> takes(w, verdict))) {
        return Optional.of(requests.get(i).subject());
      }
    }
    return Optional.empty();
  }

  private @Nullable String level(int request) {
    return requests.get(request).labels().values().get("level");
  }

  private boolean takes(Verdict taker, Verdict verdict) {
    MountRequest request = taker.request();
    boolean asked =
        request instanceof MountRequest.Bind bind
            ? bind.relabel() == Relabel.PRIVATE && !bind.overlay()
            : request instanceof MountRequest.Volume volume
                && volume.relabel() == Relabel.PRIVATE
                && !volume.overlay();
    if (!asked || !request.engine().equals(verdict.request().engine())) {
      return false;
    }
    Path theirs = taker.resolved();
    Path ours = verdict.resolved();
    if (theirs == null || ours == null) { // volumes that are still to be made
      return request instanceof MountRequest.Volume
          && verdict.request() instanceof MountRequest.Volume
          && !request.source().isEmpty()
          && request.source().equals(verdict.request().source());
    }
    return (theirs.startsWith(ours) || ours.startsWith(theirs)) && storesLabels(theirs);
  }

  private boolean storesLabels(Path path) {
    try {
      return host.storesLabels().test(host.tree().look(path));
    } catch (IOException e) {
      return true; // still to be made
    }
  }

  private static Verdict taken(Verdict verdict, String taker) {
    Map<Need, Outcome> access = new EnumMap<>(Need.class);
    verdict.access().keySet().forEach(need -> access.put(need, Outcome.UNKNOWN));
    String reason =
        taker
            + " mounts it with :Z, which keeps the two from using it both;"
            + " use :z in both, or give both the same level (--security-opt label=level:…)";
    return new Verdict(
        verdict.request(),
        verdict.resolved(),
        Outcome.UNKNOWN,
        access,
        Cause.UNKNOWN,
        reason,
        verdict.process(),
        verdict.entries(),
        verdict.groups(),
        verdict.links(),
        verdict.warnings(),
        verdict.explanation(),
        verdict.cures(),
        verdict.advice());
  }
}
