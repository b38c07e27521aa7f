package sevol.preflight;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.Engine;
import sevol.container.VolumePlace;
import sevol.diagnosis.TreeScan;
import sevol.request.ContainerRequest;
import sevol.request.LabelOptions;
import sevol.request.MountRequest;
import sevol.request.Relabel;
import sevol.request.VolumesFrom;
import sevol.selinux.FileStatus;
import sevol.selinux.Need;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** Tells of each mount request, before the run, whether policy will let the container use it. */
public final class Preflight {
  private static final String PLUGIN = "the volume's driver is a plugin, whose labels are its own";

  private final Surroundings host;
  private final Settings settings;
  private final ProcessLabels processLabels;

  /**
   * How a check is made.
   *
   * @param way how far sources are looked at, and who watches
   * @param strict what a permissive host or domain would only log counts as denied, and what was
   *     left out counts as unknown
   * @param needs what the mounts are needed for; empty: as their modes say
   */
  public record Settings(TreeScan.Way way, boolean strict, Set<Need> needs) {
    public Settings {
      needs = Set.copyOf(needs);
    }
  }

  /** Checks against one host. */
  public Preflight(Surroundings host, Settings settings) {
    this.host = host.remembering();
    this.settings = settings;
    this.processLabels = new ProcessLabels(this.host);
  }

  /** The verdicts on all mounts of a container: its own, then those of other containers. */
  public List<Verdict> check(ContainerRequest request) {
    List<Verdict> verdicts = new ArrayList<>();
    for (MountRequest mount : request.mounts()) {
      verdicts.add(check(mount, request.labels()));
    }
    for (VolumesFrom from : request.volumesFrom()) {
      verdicts.addAll(check(from, request.engine(), request.labels()));
    }
    return verdicts;
  }

  /** The verdict on one mount of a container with these label options. */
  public Verdict check(MountRequest request, LabelOptions options) {
    VerdictDraft draft = new VerdictDraft(host, request, settings);
    if (request instanceof MountRequest.Bind bind) {
      return new SourceCheck(host, settings, processLabels, options, bind, draft).verdict();
    }
    if (request instanceof MountRequest.Volume volume) {
      return volume(volume, options, draft);
    }
    boolean rootless = host.engines().rootless(request.engine());
    if (request instanceof MountRequest.Device device && rootless) {
      MountRequest.Bind bind = bind(device, device.path(), Relabel.NONE, false);
      return new SourceCheck(host, settings, processLabels, options, bind, draft).verdict();
    }
    boolean device = request instanceof MountRequest.Device;
    return made(request, device ? ObjectClass.CHR_FILE : ObjectClass.DIR, options, draft);
  }

  /** What an engine makes carries the label of the container's own content. */
  private Verdict made(
      MountRequest request, ObjectClass tclass, LabelOptions options, VerdictDraft draft) {
    return ofNew(request, tclass, own(request, options), options, draft);
  }

  /** The label of the container's own content. */
  private SecurityContext own(MountRequest request, LabelOptions options) {
    return processLabels.choose(options, made(request, ObjectClass.DIR, null)).file();
  }

  private Verdict ofNew(
      MountRequest request,
      ObjectClass tclass,
      SecurityContext label,
      LabelOptions options,
      VerdictDraft draft) {
    MountRequest.Bind bind = bind(request, Path.of("/"), Relabel.NONE, false);
    return new SourceCheck(host, settings, processLabels, options, bind, draft)
        .ofNew(made(request, tclass, label));
  }

  private Verdict volume(MountRequest.Volume request, LabelOptions options, VerdictDraft draft) {
    if (!request.driver().equals("local")) {
      return draft.unknown(PLUGIN);
    }
    String name = request.name();
    Optional<VolumePlace> place =
        name == null ? Optional.empty() : host.engines().volume(request.engine(), name);
    // moby's MountPoint.Setup relabels its own volumes as :z at every start, podman once when made
    boolean relabels = request.engine() == Engine.DOCKER || place.isEmpty();
    Relabel relabel =
        request.relabel() == Relabel.NONE && relabels ? Relabel.SHARED : request.relabel();
    if (place.isEmpty()) {
      SecurityContext label =
          relabel == Relabel.PRIVATE ? own(request, options) : host.labels().file();
      return ofNew(request, ObjectClass.DIR, label, options, draft);
    }
    if (place.get().mountedLater()) {
      return draft.unknown("what is mounted for this volume is not there before the run");
    }
    Path source = place.get().path().resolve(request.subpath()).normalize();
    MountRequest.Bind bind = bind(request, source, relabel, request.overlay());
    return new SourceCheck(host, settings, processLabels, options, bind, draft).verdict();
  }

  private List<Verdict> check(VolumesFrom from, Engine engine, LabelOptions options) {
    Optional<Container> other = processLabels.find(engine, from.container());
    if (other.isEmpty()) {
      MountRequest unseen =
          new MountRequest.Volume(
              engine, from.container(), "local", "", from.readOnly(), from.relabel(), false, "");
      return List.of(
          new VerdictDraft(host, unseen, settings)
              .unknown("the container whose mounts it takes over is not known here"));
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (BindMount mount : other.get().mounts()) {
      verdicts.add(
          check(
              new MountRequest.Bind(
                  engine,
                  mount.source(),
                  mount.destination().toString(),
                  mount.readOnly() || from.readOnly(),
                  from.relabel(),
                  false,
                  false,
                  true),
              options));
    }
    return verdicts;
  }

  private static MountRequest.Bind bind(
      MountRequest request, Path path, Relabel relabel, boolean overlay) {
    return new MountRequest.Bind(
        request.engine(),
        path,
        request.destination(),
        request.readOnly(),
        relabel,
        overlay,
        false,
        true);
  }

  private static TreeScan made(
      MountRequest request, ObjectClass tclass, @Nullable SecurityContext label) {
    return TreeScan.ofNew(new FileStatus("/" + request.kind(), tclass, 0, 0, 0, 1, 0, label));
  }
}
