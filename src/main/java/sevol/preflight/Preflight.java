package sevol.preflight;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
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
import sevol.preflight.ProcessLabels.Choice;
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

  /** The verdicts on containers that are to run side by side, for each of them in their order. */
  public List<List<Verdict>> check(List<ContainerRequest> requests) {
    List<List<Verdict>> alone = new ArrayList<>();
    for (ContainerRequest request : requests) {
      alone.add(check(request));
    }
    return new SideBySide(host, requests, alone).verdicts();
  }

  /** The verdicts on all mounts of a container: its own, then those of other containers. */
  public List<Verdict> check(ContainerRequest request) {
    List<MountRequest> inherited = new ArrayList<>();
    List<Verdict> unknown = new ArrayList<>();
    for (VolumesFrom from : request.volumesFrom()) {
      Optional<Container> other = processLabels.find(request.engine(), from.container());
      if (other.isEmpty()) {
        unknown.add(unseen(from, request.engine()));
      } else {
        other.get().mounts().forEach(m -> inherited.add(inherited(m, from, request.engine())));
      }
    }
    List<Verdict> verdicts = new ArrayList<>();
    List<MountRequest> all = request.mountsWith(inherited);
    for (MountRequest mount : all) {
      verdicts.add(check(relabelledAlong(mount, all), request.labels()));
    }
    verdicts.addAll(unknown);
    return verdicts;
  }

  /** The engine relabels for every mount before it starts the container: also what others share. */
  private static MountRequest relabelledAlong(MountRequest mount, List<MountRequest> all) {
    if (!(mount instanceof MountRequest.Bind bind) || bind.relabel() != Relabel.NONE) {
      return mount;
    }
    for (MountRequest other : all) {
      if (other instanceof MountRequest.Bind wider
          && wider.relabel() != Relabel.NONE
          && bind.path().startsWith(wider.path())) {
        return bind.with(wider.relabel());
      }
    }
    return mount;
  }

  private static MountRequest inherited(BindMount mount, VolumesFrom from, Engine engine) {
    return new MountRequest.Bind(
        engine,
        mount.source(),
        mount.destination().toString(),
        from.readOnly(mount.readOnly()),
        from.relabel(),
        false,
        false,
        true);
  }

  private Verdict unseen(VolumesFrom from, Engine engine) {
    MountRequest mounts =
        new MountRequest.Volume(
            engine,
            from.container(),
            "local",
            "its mounts",
            from.readOnly(false),
            from.relabel(),
            false,
            "");
    return new VerdictDraft(host, mounts, settings)
        .unknown("the container whose mounts it takes over is not known here");
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
    return request instanceof MountRequest.Device device
        ? device(device, options, draft)
        : made(request, ObjectClass.DIR, options, draft);
  }

  private Verdict device(MountRequest.Device request, LabelOptions options, VerdictDraft draft) {
    if (host.engines().rootless(request.engine())) {
      draft.warn("without root's rights podman mounts the host's own node");
      MountRequest.Bind bind = bind(request, request.path(), Relabel.NONE, false);
      return new SourceCheck(host, settings, processLabels, options, bind, draft).verdict();
    }
    ObjectClass tclass = ObjectClass.CHR_FILE;
    try {
      ObjectClass found = host.tree().look(request.path().toRealPath()).tclass();
      tclass = found.equals(ObjectClass.BLK_FILE) ? found : tclass;
    } catch (NoSuchFileException e) {
      return draft.unknown(
          request.path()
              + " does not exist; "
              + request.engine().command()
              + " refuses to start the container");
    } catch (IOException e) {
      draft.warn(request.path() + " cannot be looked at; it is taken for a character device");
    }
    return made(request, tclass, options, draft);
  }

  /** What an engine makes carries the label of the container's own content. */
  private Verdict made(
      MountRequest request, ObjectClass tclass, LabelOptions options, VerdictDraft draft) {
    Choice choice = choice(request, options);
    return ofNew(request, made(request, tclass, choice.file()), choice, options, draft);
  }

  private Choice choice(MountRequest request, LabelOptions options) {
    return processLabels.choose(options, made(request, ObjectClass.DIR, null));
  }

  private Verdict ofNew(
      MountRequest request,
      TreeScan scan,
      Choice choice,
      LabelOptions options,
      VerdictDraft draft) {
    MountRequest.Bind bind = bind(request, Path.of("/"), Relabel.NONE, false);
    return new SourceCheck(host, settings, processLabels, options, bind, draft).ofNew(scan, choice);
  }

  private Verdict volume(MountRequest.Volume request, LabelOptions options, VerdictDraft draft) {
    if (!request.driver().equals("local")) {
      return draft.unknown(PLUGIN);
    }
    String name = request.name();
    Optional<VolumePlace> place =
        name == null ? Optional.empty() : host.engines().volume(request.engine(), name);
    Relabel relabel = request.relabel();
    if (place.isEmpty()) {
      Choice choice = choice(request, options);
      SecurityContext label =
          relabel == Relabel.PRIVATE ? choice.file() : choice.file().withRange("s0");
      return ofNew(request, made(request, ObjectClass.DIR, label), choice, options, draft);
    }
    if (place.get().mountedLater()) {
      return draft.unknown("what is mounted for this volume is not there before the run");
    }
    Path source = place.get().path().resolve(request.subpath()).normalize();
    MountRequest.Bind bind = bind(request, source, relabel, request.overlay());
    return new SourceCheck(host, settings, processLabels, options, bind, draft).verdict();
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
    return TreeScan.ofNew(new FileStatus("/" + request.kind(), tclass, 0, 0, 0, 1, 0, 0, label));
  }
}
