package sevol.preflight;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Diagnosis;
import sevol.diagnosis.TreeScan;
import sevol.preflight.ProcessLabels.Choice;
import sevol.request.LabelOptions;
import sevol.request.MountRequest;
import sevol.request.Relabel;
import sevol.selinux.AccessVector;
import sevol.selinux.FileStatus;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * Looks at the source of one mount and foresees what the engine does to it before the container
 * starts; used once.
 */
final class SourceCheck {
  private final Surroundings host;
  private final Preflight.Settings settings;
  private final ProcessLabels processLabels;
  private final LabelOptions options;
  private final MountRequest.Bind request;
  private final VerdictDraft draft;

  /**
   * Prepares.
   *
   * @param request the mount as a bind mount, though it may have been asked for as something else
   */
  SourceCheck(
      Surroundings host,
      Preflight.Settings settings,
      ProcessLabels processLabels,
      LabelOptions options,
      MountRequest.Bind request,
      VerdictDraft draft) {
    this.host = host;
    this.settings = settings;
    this.processLabels = processLabels;
    this.options = options;
    this.request = request;
    this.draft = draft;
  }

  Verdict verdict() {
    try {
      Path real = request.path().toRealPath();
      draft.resolved(real);
      warnOfLink(real);
      TreeScan.Way way =
          settings.way().with(request.recursive() && !request.overlay(), request.destination());
      return judge(TreeScan.of(host.tree(), real, way));
    } catch (NoSuchFileException e) {
      return missing();
    } catch (AccessDeniedException e) {
      return draft.unknown(e.getFile() + ": permission denied; " + Gaps.WAY_OUT);
    } catch (FileSystemLoopException e) {
      return draft.unknown(request.path() + ": a link in it changed, or links form a loop");
    } catch (NotDirectoryException e) {
      return draft.unknown(e.getFile() + ": not a directory, so nothing can be below it");
    } catch (IOException e) {
      return draft.unknown(Objects.requireNonNullElse(e.getMessage(), "cannot be looked at"));
    }
  }

  /** The verdict on what does not exist yet, as the engine will make it. */
  Verdict ofNew(TreeScan scan, Choice choice) {
    return judge(scan, choice);
  }

  private void warnOfLink(Path real) {
    if (real.equals(request.path())) {
      return;
    }
    draft.warn(request.path() + " leads over a link to " + real + ", which is what was checked");
    if (request.relabel() != Relabel.NONE && Relabelling.isOfLinkAlone(request)) {
      draft.warn(
          "podman relabels the link alone and not what it leads to; name the directory: " + real);
    }
  }

  private Verdict judge(TreeScan found) {
    return judge(found, processLabels.choose(options, found));
  }

  private Verdict judge(TreeScan found, Choice choice) {
    choice.notes().forEach(draft::warn);
    MountRequest.Bind asRelabelled =
        Relabelling.isOfLinkAlone(request) ? request.with(Relabel.NONE) : request;
    Relabelling relabelling = new Relabelling(host, asRelabelled, choice);
    Optional<Diagnosis> refused = relabelling.refused(found);
    if (refused.isPresent()) {
      return draft.refused(refused.get());
    }
    TreeScan scan = relabelling.after(found, draft::warn);
    if (request.overlay()) {
      if (!found.root().tclass().equals(ObjectClass.DIR)) {
        return draft.unknown(
            request.path()
                + " is no directory, and podman's O mounts nothing else: it will refuse");
      }
      if (!host.storesLabels().test(found.root())) {
        return draft.unknown(
            "the kernel makes no overlay over some file systems that store no labels (vfat): "
                + request.path());
      }
      // the overlay is mounted with the container's label as context=, whatever the source has
      scan = scan.relabelled(choice.file(), mount -> true);
    }
    draft.links(scan.links());
    SecurityContext process = choice.process();
    if (process == null) {
      boolean disabled = ProcessLabels.DISABLED_LEVEL.equals(choice.file().range());
      if (request.relabel() == Relabel.PRIVATE && choice.relabels() && disabled) {
        draft.warn(
            ":Z of an unconfined container leaves the level "
                + ProcessLabels.DISABLED_LEVEL
                + ", which shuts out every confined one");
      }
      return draft.unconfined(scan);
    }
    if (host.decisions().canonical(process).isEmpty()) {
      return draft.cannotStart(process, options.values().isEmpty());
    }
    Optional<Verdict> shut = cannotEnter(process, choice.file());
    if (shut.isPresent()) {
      return shut.get();
    }
    // content given to this container alone is closed to others on purpose
    @Nullable SecurityContext neighbour =
        asRelabelled.relabel() == Relabel.PRIVATE || request.overlay() ? null : choice.neighbour();
    return new PolicyCheck(host, settings, asRelabelled, draft)
        .verdict(scan, process, neighbour, relabelling.uncertain(found));
  }

  /**
   * The kernel starts a program in a domain only if its file is an entrypoint of the domain; the
   * files of the image have the label of the container's content.
   */
  private Optional<Verdict> cannotEnter(SecurityContext process, SecurityContext image) {
    AccessVector enter = AccessVector.of(ObjectClass.FILE, "entrypoint");
    return host.decisions()
        .decide(process, image, enter)
        .filter(decision -> !decision.allowed() && !decision.permissive())
        .map(decision -> draft.cannotEnter(process, image));
  }

  private Verdict missing() {
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
      if (!host.writable().test(above)) {
        return draft.unknown(
            real + " is on a read-only file system, so " + engine + " cannot make " + source);
      }
      Path made = real.resolve(parent.relativize(source));
      draft.resolved(made);
      draft.mustBeMade();
      FileStatus last = made(above, real, parent.relativize(source));
      draft.warn(
          source
              + " does not exist; "
              + engine
              + " makes it, owned by root, with the label "
              + last.label());
      return judge(TreeScan.ofNew(last));
    } catch (IOException e) {
      return draft.unknown(source + " does not exist, and where it would be cannot be looked at");
    }
  }

  /** The last of the directories that the engine makes, one below the other. */
  private FileStatus made(FileStatus above, Path real, Path names) {
    SecurityContext label = above.label();
    Optional<SecurityContext> engine = host.engines().domain(request.engine());
    for (int i = 0; i < names.getNameCount() && label != null; i++) {
      SecurityContext parent = label;
      label =
          engine
              .flatMap(e -> host.decisions().contextOfNew(e, parent, ObjectClass.DIR))
              .orElse(parent.range() == null ? parent : parent.withRange("s0"));
    }
    return new FileStatus(
        real.resolve(names).toString(),
        ObjectClass.DIR,
        above.dev(),
        0,
        above.mountId(),
        2,
        0,
        0,
        label);
  }
}
