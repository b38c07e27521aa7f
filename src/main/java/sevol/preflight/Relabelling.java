package sevol.preflight;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.container.Container;
import sevol.diagnosis.LabelGroup;
import sevol.diagnosis.TreeScan;
import sevol.request.MountRequest;
import sevol.request.Relabel;
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

  Relabelling(Surroundings host, MountRequest.Bind request) {
    this.host = host;
    this.request = request;
  }

  /** Why the engine will not start the container at all; empty if it relabels or need not. */
  Optional<String> refused(Path resolved) {
    if (request.relabel() == Relabel.NONE || !REFUSED.contains(resolved.toString())) {
      return Optional.empty();
    }
    return Optional.of(
        request.engine().command()
            + " refuses to start the container: SELinux relabeling of "
            + resolved
            + " is not allowed");
  }

  /** The tree as the container will find it. */
  TreeScan after(TreeScan scan, SecurityContext file, List<String> warnings) {
    if (request.relabel() == Relabel.NONE || request.overlay()) {
      return scan;
    }
    SecurityContext target = target(file);
    String option = request.relabel().option();
    host.protectedPaths()
        .why(Path.of(scan.root().path()))
        .ifPresent(why -> warnings.add(option + " would relabel all of it, though " + why));
    if (!host.storesLabels().test(scan.root())) {
      // the engines ignore ENOTSUP (label.Relabel's callers), so nothing tells of it
      warnings.add("its file system stores no labels, so " + option + " changes nothing");
      return scan;
    }
    boolean mixed = scan.groups().stream().anyMatch(g -> !target.equals(g.label()));
    if (mixed && target.equals(scan.root().label())) {
      warnings.add(
          "the source itself has the label already: docker 23 to 27 and podman 4.3 to 5.2 then"
              + " relabel nothing below it");
    }
    if (scan.mounts().stream().anyMatch(m -> !host.storesLabels().test(m))) {
      warnings.add(
          "a mount below stores no labels: "
              + option
              + " stops there and may leave the rest as is");
    }
    if (request.relabel() == Relabel.PRIVATE) {
      owner(scan, target)
          .ifPresent(c -> warnings.add(":Z takes it away from " + name(c) + ", which uses it too"));
    }
    return scan.relabelled(target, host.storesLabels());
  }

  private SecurityContext target(SecurityContext file) {
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
