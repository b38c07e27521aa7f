package sevol.preflight;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevol.container.Container;
import sevol.container.Engine;
import sevol.container.RelabelFlaw;
import sevol.diagnosis.Cause;
import sevol.diagnosis.Diagnosis;
import sevol.diagnosis.LabelGroup;
import sevol.diagnosis.TreeScan;
import sevol.preflight.ProcessLabels.Choice;
import sevol.request.MountRequest;
import sevol.request.Relabel;
import sevol.selinux.FileStatus;
import sevol.selinux.SecurityContext;

/** What {@code :z} or {@code :Z} does to a tree before the container starts. */
final class Relabelling {
  /** Exact paths that {@code go-selinux} refuses, in every version since 1.8. */
  private static final Set<String> REFUSED =
      Set.of(
          "/",
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/etc/passwd",
          "/etc/pki",
          "/etc/shadow",
          "/home",
          "/lib",
          "/lib64",
          "/media",
          "/opt",
          "/proc",
          "/root",
          "/run",
          "/sbin",
          "/srv",
          "/sys",
          "/tmp",
          "/usr",
          "/var",
          "/var/lib",
          "/var/log");

  private final Surroundings host;
  private final MountRequest.Bind request;
  private final Choice choice;

  /**
   * True if a relabel reaches nothing: podman sets the label of a link that it is given, no more.
   */
  static boolean isOfLinkAlone(MountRequest.Bind request) {
    return request.engine() == Engine.PODMAN && Files.isSymbolicLink(request.path());
  }

  Relabelling(Surroundings host, MountRequest.Bind request, Choice choice) {
    this.host = host;
    this.request = request;
    this.choice = choice;
  }

  private boolean asked() {
    return request.relabel() != Relabel.NONE && !request.overlay() && choice.relabels();
  }

  /** Why the engine will not start the container at all; empty if it relabels or need not. */
  Optional<Diagnosis> refused(TreeScan scan) {
    if (!asked()) {
      return Optional.empty();
    }
    Engine engine = request.engine();
    String path = scan.root().path();
    String refuses = engine.command() + " refuses to start the container: ";
    if (REFUSED.contains(path) || host.engines().homes(engine).contains(Path.of(path))) {
      String reason = refuses + "SELinux relabeling of " + path + " is not allowed";
      return Optional.of(new Diagnosis(Cause.PROTECTED_HOST_PATH, reason));
    }
    if (path.startsWith("/usr") && host.engines().flaws(engine).contains(RelabelFlaw.REFUSES_USR)) {
      String reason = refuses + "this version relabels nothing whose path begins with /usr";
      return Optional.of(new Diagnosis(Cause.PROTECTED_HOST_PATH, reason));
    }
    return readOnly(scan)
        .map(
            m ->
                new Diagnosis(
                    Cause.NO_XATTR_FILESYSTEM,
                    refuses
                        + m.path()
                        + " is on a read-only file system, which "
                        + option()
                        + " cannot relabel"));
  }

  /** The first mount that cannot be given the labels it lacks, which ends the engine's walk. */
  private Optional<FileStatus> readOnly(TreeScan scan) {
    if (stopsBelow(scan)) {
      return Optional.empty(); // what stores no labels may end it before
    }
    // entries that have the label are passed over only where the top has it, too
    boolean all = !target().equals(scan.root().label());
    return scan.mounts().stream()
        .filter(m -> !host.writable().test(m))
        .filter(
            m ->
                scan.groups().stream()
                    .anyMatch(
                        g -> scan.mountOf(g).equals(m) && (all || !target().equals(g.label()))))
        .findFirst();
  }

  private String option() {
    return request.relabel().option();
  }

  /** The tree as the container will find it, as far as that can be foreseen. */
  TreeScan after(TreeScan scan, Consumer<String> warnings) {
    if (!asked()) {
      return scan;
    }
    SecurityContext target = target();
    host.protectedPaths()
        .why(Path.of(scan.root().path()))
        .ifPresent(why -> warnings.accept(option() + " would relabel all of it, though " + why));
    if (!host.storesLabels().test(scan.root())) {
      // the engines ignore ENOTSUP (label.Relabel's callers), so nothing tells of it
      warnings.accept("its file system stores no labels, so " + option() + " changes nothing");
      return scan;
    }
    boolean mixed = scan.groups().stream().anyMatch(g -> !target.equals(g.label()));
    boolean atTop = target.equals(scan.root().label());
    if (mixed && atTop && flaws().contains(RelabelFlaw.STOPS_AT_TOP)) {
      warnings.accept(
          "the source itself has the label already: this version of "
              + request.engine().command()
              + " then relabels nothing below it");
      return scan;
    }
    if (flaws().contains(RelabelFlaw.FOLLOWS_LINKS) && scan.links().leaving() > 0) {
      warnings.accept(
          "this version of "
              + request.engine().command()
              + " labels what links lead to, also outside: "
              + String.join(", ", scan.links().leavingExamples()));
    }
    if (request.relabel() == Relabel.PRIVATE) {
      owner(scan, target)
          .ifPresent(
              c -> warnings.accept(":Z takes it away from " + name(c) + ", which uses it too"));
    }
    if (scan.links().shared() > 0) {
      warnings.accept(
          option()
              + " also changes what other names outside lead to (hard links): "
              + String.join(", ", scan.links().sharedExamples()));
    }
    return stopsBelow(scan) ? scan : scan.relabelled(target, host.storesLabels());
  }

  /**
   * Why it cannot be told how much of the tree the engine relabels: the walk ends at the first
   * mount that stores no labels, the top is done last, and the engine goes on.
   */
  Optional<String> uncertain(TreeScan scan) {
    return asked() && host.storesLabels().test(scan.root()) && stopsBelow(scan)
        ? Optional.of(
            "a mount below stores no labels: "
                + option()
                + " stops there, leaves the top as it is, and how much of the rest it reached"
                + " cannot be foreseen")
        : Optional.empty();
  }

  private boolean stopsBelow(TreeScan scan) {
    return scan.mounts().stream().anyMatch(m -> !host.storesLabels().test(m));
  }

  private Set<RelabelFlaw> flaws() {
    return host.engines().flaws(request.engine());
  }

  private SecurityContext target() {
    SecurityContext file = choice.file();
    boolean shared = request.relabel() == Relabel.SHARED && file.range() != null;
    return shared ? file.withRange("s0") : file;
  }

  /** A container that mounts the source, or whose level the tree carries. */
  private Optional<Container> owner(TreeScan scan, SecurityContext target) {
    Path root = Path.of(scan.root().path());
    return host.containers().stream()
        .filter(c -> c.processLabel() != null && !sameRange(c.processLabel(), target))
        .filter(
            c ->
                c.mounts().stream()
                        .anyMatch(m -> m.source().startsWith(root) || root.startsWith(m.source()))
                    || scan.groups().stream().anyMatch(g -> isAtLevelOf(g, c)))
        .findFirst();
  }

  /** True if the entries carry the categories of this very container. */
  static boolean isAtLevelOf(LabelGroup group, Container container) {
    SecurityContext label = group.label();
    SecurityContext process = container.processLabel();
    return label != null
        && process != null
        && process.levels().map(r -> !r.high().categories().isEmpty()).orElse(false)
        && label.levels().equals(process.levels());
  }

  /** The engine's word for a container and its name. */
  static String name(Container container) {
    return container.engine().command() + " container " + container.display();
  }

  private static boolean sameRange(@Nullable SecurityContext a, SecurityContext b) {
    return a != null && Objects.equals(a.range(), b.range());
  }
}
