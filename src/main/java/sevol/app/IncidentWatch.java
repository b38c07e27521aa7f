package sevol.app;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sevol.audit.LogTail;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.MountTable;
import sevol.diagnosis.Diagnosis;
import sevol.remedy.Advice;
import sevol.remedy.Advisor;
import sevol.report.DenialReport;
import sevol.selinux.Denial;

/** Log lines into one line for each new incident. */
final class IncidentWatch implements LogTail.Listener {
  private final LogDenials denials = new LogDenials();
  private final DenialJudge judge;
  private final Function<Denial, Attribution> attributor;
  private final Supplier<MountTable> mounts;
  private final Advisor advisor;
  private final IncidentMemory memory;
  private final IncidentOutput output;

  IncidentWatch(
      DenialJudge judge,
      Function<Denial, Attribution> attributor,
      Supplier<MountTable> mounts,
      Advisor advisor,
      IncidentMemory memory,
      IncidentOutput output) {
    this.judge = judge;
    this.attributor = attributor;
    this.mounts = mounts;
    this.advisor = advisor;
    this.memory = memory;
    this.output = output;
  }

  @Override
  public void line(String line) {
    tell(denials.accept(line));
  }

  @Override
  public void quiet() {
    tell(denials.flush());
  }

  private void tell(List<Denial> complete) {
    for (Denial denial : complete) {
      if (!memory.isRepeat(denial)) {
        judge.judge(denial).ifPresent(diagnosis -> tell(denial, diagnosis));
      }
    }
  }

  private void tell(Denial denial, Diagnosis diagnosis) {
    Attribution attribution = attributor.apply(denial);
    if (!memory.isNew(denial, attribution)) {
      return;
    }
    BindMount mount = attribution.mount();
    Path fixed = toFix(mount, attribution.hostPath());
    Advice advice = advisor.advise(diagnosis, fixed, mount != null && mount.readOnly());
    output.write(
        new DenialReport(denial, judge.isContainer(denial), diagnosis, attribution, advice));
  }

  /**
   * The mount's source, since all that a container sees of it wants one label; but the mount point
   * where the object lies on a file system mounted below the source, which no relabel of the source
   * enters.
   */
  private @Nullable Path toFix(@Nullable BindMount mount, @Nullable Path object) {
    if (mount == null || object == null) {
      return mount == null ? object : mount.source();
    }
    return mounts
        .get()
        .byPath(object)
        .map(m -> Path.of(m.mountpoint()))
        .filter(p -> p.startsWith(mount.source()))
        .orElse(mount.source());
  }
}
