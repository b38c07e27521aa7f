package sevol.preflight;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;
import sevol.diagnosis.Cause;
import sevol.diagnosis.TreeScan;
import sevol.preflight.ProcessLabels.Choice;
import sevol.request.LabelOptions;
import sevol.request.MountRequest;
import sevol.request.Relabel;
import sevol.selinux.FileStatus;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** Tells of each mount request, before the run, whether policy will let the container use it. */
public final class Preflight {
  private final Surroundings host;
  private final TreeScan.Limits limits;
  private final boolean strict;
  private final ProcessLabels processLabels;

  /**
   * Checks against one host.
   *
   * @param strict what a permissive host or domain would only log counts as denied, and what was
   *     left out counts as unknown
   */
  public Preflight(Surroundings host, TreeScan.Limits limits, boolean strict) {
    this.host = host;
    this.limits = limits;
    this.strict = strict;
    this.processLabels = new ProcessLabels(host.labels(), host.containers());
  }

  /** The verdict on one mount of a container with these label options. */
  public Verdict check(MountRequest.Bind request, LabelOptions options) {
    VerdictDraft draft = new VerdictDraft(host, request, strict);
    try {
      Path real = request.path().toRealPath();
      draft.resolved(real);
      warnOfLink(request, real, draft);
      return judge(request, options, TreeScan.of(host.tree(), real, limits), draft);
    } catch (NoSuchFileException e) {
      return missing(request, options, draft);
    } catch (AccessDeniedException e) {
      return draft.unknown(e.getFile() + ": permission denied; run sevol check with sudo");
    } catch (FileSystemLoopException e) {
      return draft.unknown(request.path() + ": a link in it changed, or links form a loop");
    } catch (NotDirectoryException e) {
      return draft.unknown(e.getFile() + ": not a directory, so nothing can be below it");
    } catch (IOException e) {
      return draft.unknown(Objects.requireNonNullElse(e.getMessage(), "cannot be looked at"));
    }
  }

  private static void warnOfLink(MountRequest.Bind request, Path real, VerdictDraft draft) {
    if (real.equals(request.path())) {
      return;
    }
    draft.warn(request.path() + " leads over a link to " + real + ", which is what was checked");
    if (request.engine() == Engine.PODMAN
        && request.relabel() != Relabel.NONE
        && Files.isSymbolicLink(request.path())) {
      draft.warn("podman may relabel the link alone and not what it leads to; name the directory");
    }
  }

  private Verdict judge(
      MountRequest.Bind request, LabelOptions options, TreeScan found, VerdictDraft draft) {
    Relabelling relabelling = new Relabelling(host, request);
    String refused = relabelling.refused(Path.of(found.root().path())).orElse(null);
    if (refused != null) {
      return draft.denied(Cause.PROTECTED_HOST_PATH, refused);
    }
    Choice choice = processLabels.choose(options, found);
    choice.notes().forEach(draft::warn);
    List<String> warnings = new ArrayList<>();
    TreeScan scan = relabelling.after(found, choice.file(), warnings);
    warnings.forEach(draft::warn);
    SecurityContext process = choice.process();
    if (process == null) {
      if (request.relabel() == Relabel.PRIVATE) {
        draft.warn(
            ":Z of an unconfined container leaves the level "
                + ProcessLabels.DISABLED_LEVEL
                + ", which shuts out every confined one");
      }
      return draft.unconfined(scan);
    }
    // content given to this container alone is closed to others on purpose
    @Nullable SecurityContext neighbour =
        request.relabel() == Relabel.PRIVATE ? null : choice.neighbour();
    return draft.confined(scan, process, neighbour);
  }

  private Verdict missing(MountRequest.Bind request, LabelOptions options, VerdictDraft draft) {
    Path source = request.path();
    String engine = request.engine().command();
    if (Files.isSymbolicLink(source)) {
      return draft.unknown(source + " is a link that leads nowhere");
    }
    if (!request.createsSource()) {
      return draft.unknown(
          source + " does not exist; " + engine + " refuses to start the container");
    }
    Path parent = source.getParent();
    while (parent != null && Files.notExists(parent, LinkOption.NOFOLLOW_LINKS)) {
      parent = parent.getParent();
    }
    try {
      Path real = Objects.requireNonNull(parent).toRealPath();
      FileStatus above = host.tree().look(real);
      if (!above.tclass().equals(ObjectClass.DIR)) {
        return draft.unknown(real + " is not a directory, so " + engine + " cannot make " + source);
      }
      Path made = real.resolve(parent.relativize(source));
      draft.resolved(made);
      draft.mustBeMade();
      draft.warn(
          source
              + " does not exist; "
              + engine
              + " makes it, owned by root, with a label taken from "
              + real);
      return judge(request, options, TreeScan.ofNew(inherited(above, made)), draft);
    } catch (IOException e) {
      return draft.unknown(source + " does not exist, and where it would be cannot be looked at");
    }
  }

  /** A new directory takes its parent's type; daemons run at s0, so its level is s0. */
  private static FileStatus inherited(FileStatus parent, Path made) {
    SecurityContext label = parent.label();
    return new FileStatus(
        made.toString(),
        ObjectClass.DIR,
        parent.dev(),
        0,
        parent.mountId(),
        2,
        0,
        label == null || label.range() == null ? label : label.withRange("s0"));
  }
}
