package sevol.preflight;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.HostPaths;
import sevol.container.MountTable;
import sevol.diagnosis.Cause;
import sevol.diagnosis.Diagnosis;
import sevol.diagnosis.GroupAccess;
import sevol.diagnosis.Prediction;
import sevol.diagnosis.Predictor;
import sevol.diagnosis.TreeScan;
import sevol.remedy.Advice;
import sevol.remedy.Advisor;
import sevol.selinux.FileStatus;
import sevol.selinux.Need;
import sevol.selinux.SecurityContext;
import sevol.selinux.SelinuxMode;

/**
 * The check of a container that runs: as {@code sevol check}, but its label and its mounts are
 * known and its engine has relabelled already what it was asked to. It can hang where a mount's
 * source does; several threads may use it.
 */
public final class RunningCheck {
  private static final TreeScan.Way WAY =
      new TreeScan.Way(new TreeScan.Limits(20_000, Duration.ofSeconds(10)));
  private static final int MAX_MOUNTS = 64;
  private static final Duration MAX_TIME = Duration.ofSeconds(60);

  /** Its domain is bound to nothing; the policy would say so entry by entry. */
  private static final String PRIVILEGED = "spc_t";

  private final Supplier<Surroundings> host;
  private final Supplier<MountTable> mounts;
  private final Predicate<Container> present;
  private final LongSupplier nanoTime;
  private final ScanMemory scans;

  /**
   * Checks on one host.
   *
   * @param host asked for each container; its containers do not matter
   * @param mounts the mounts of the host now
   * @param present whether a container's bundle is there still
   */
  public RunningCheck(
      Supplier<Surroundings> host, Supplier<MountTable> mounts, Predicate<Container> present) {
    this(host, mounts, present, System::nanoTime);
  }

  RunningCheck(
      Supplier<Surroundings> host,
      Supplier<MountTable> mounts,
      Predicate<Container> present,
      LongSupplier nanoTime) {
    this.host = host;
    this.mounts = mounts;
    this.present = present;
    this.nanoTime = nanoTime;
    this.scans = new ScanMemory(nanoTime);
  }

  /** What it will be denied, mount by mount; nothing on a permissive host. */
  public List<Forecast> check(Container container) {
    SecurityContext process = container.processLabel();
    List<Forecast> forecasts = new ArrayList<>();
    if (process == null || process.type().equals(PRIVILEGED) || container.mounts().isEmpty()) {
      return forecasts;
    }
    Surroundings at = host.get();
    if (at.mode() != SelinuxMode.ENFORCING) {
      return forecasts;
    }
    HostPaths paths = new HostPaths(at.tree(), mounts.get());
    long end = nanoTime.getAsLong() + MAX_TIME.toNanos();
    for (BindMount mount : container.mounts().stream().limit(MAX_MOUNTS).toList()) {
      if (nanoTime.getAsLong() - end < 0) {
        forecast(container, process, mount, at, paths).ifPresent(forecasts::add);
      }
    }
    return forecasts;
  }

  private Optional<Forecast> forecast(
      Container container,
      SecurityContext process,
      BindMount mount,
      Surroundings at,
      HostPaths paths) {
    FileStatus source = paths.look(mount.source()).orElse(null);
    if (source == null || !mayName(container.owner(), source)) {
      return Optional.empty();
    }
    try {
      TreeScan scan = scans.scan(at.tree(), source, Path.of(source.path()), WAY);
      Predictor predictor =
          new Predictor(at.decisions(), at.labels(), at.storesLabels(), at.protectedPaths());
      Prediction prediction =
          predictor.predict(scan, process, null, Need.ofMount(mount.readOnly()));
      GroupAccess met = prediction.met(scan).orElse(null);
      if (met == null || !prediction.denied() || prediction.permissive()) {
        return Optional.empty();
      }
      Diagnosis diagnosis = diagnosis(prediction, met);
      if (diagnosis.cause() == Cause.MCS_MISMATCH && !present.test(container)) {
        return Optional.empty(); // the next container's :Z may have changed the level since
      }
      Advice advice =
          new Advisor(at.labels()).advise(diagnosis, Path.of(source.path()), mount.readOnly());
      return Optional.of(
          new Forecast(
              container,
              mount,
              diagnosis,
              prediction.silent(),
              met.group().tclass().name(),
              met.denied(),
              process,
              met.group().label(),
              met.group().example(),
              advice));
    } catch (IOException | InvalidPathException e) {
      return Optional.empty(); // gone, or not for us to see: nothing is known
    }
  }

  /** A user's own files can name any directory; what is believed is his own. */
  private static boolean mayName(@Nullable Integer owner, FileStatus source) {
    return owner == null || owner == source.uid();
  }

  private static Diagnosis diagnosis(Prediction prediction, GroupAccess met) {
    return prediction.diagnoses().stream()
        .filter(d -> d.cause() == met.cause())
        .findFirst()
        .orElseGet(() -> Objects.requireNonNull(prediction.diagnoses().get(0)));
  }
}
