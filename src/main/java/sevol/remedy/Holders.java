package sevol.remedy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.selinux.AccessDecisions;
import sevol.selinux.LevelRange;
import sevol.selinux.MountPermissions;
import sevol.selinux.Need;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** The containers that have a tree, or a part of it, or what holds it. */
final class Holders {
  private final List<Container> containers;
  private final AccessDecisions decisions;

  Holders(List<Container> containers, AccessDecisions decisions) {
    this.containers = List.copyOf(containers);
    this.decisions = decisions;
  }

  /** A sentence for each container that mounts it. */
  List<String> uses(Path tree) {
    List<String> uses = new ArrayList<>();
    for (Container container : containers) {
      for (BindMount mount : container.mounts()) {
        if (overlaps(mount, tree)) {
          uses.add(
              "In use: "
                  + named(container)
                  + " mounts "
                  + mount.source()
                  + " at "
                  + mount.destination()
                  + (mount.readOnly() ? " (ro)." : " (rw)."));
        }
      }
    }
    return uses;
  }

  private static boolean overlaps(BindMount mount, Path tree) {
    return mount.source().startsWith(tree) || tree.startsWith(mount.source());
  }

  /** The container whose own level content of the tree has. */
  Optional<String> ownerOf(Set<String> levels, SecurityContext planned) {
    for (Container container : containers) {
      SecurityContext held = container.mountLabel();
      Optional<LevelRange> level = held == null ? Optional.empty() : held.levels();
      for (String range : levels) {
        if (level.isPresent()
            && !range.equals(planned.range())
            && level.equals(LevelRange.parse(range))) {
          return Optional.of(
              "it holds content of level " + range + ", which is private to " + named(container));
        }
      }
    }
    return Optional.empty();
  }

  /** A container that may use the tree now and could not any more. */
  Optional<String> brokenBy(Path tree, SecurityContext now, SecurityContext planned) {
    for (Container container : containers) {
      SecurityContext process = container.processLabel();
      if (process == null) {
        continue; // not confined
      }
      for (BindMount mount : container.mounts()) {
        if (overlaps(mount, tree)
            && allowed(process, now, mount.readOnly())
            && !allowed(process, planned, mount.readOnly())) {
          return Optional.of(
              named(container)
                  + " ("
                  + process
                  + ") uses it now and would be denied what is labelled "
                  + planned);
        }
      }
    }
    return Optional.empty();
  }

  private boolean allowed(SecurityContext process, SecurityContext label, boolean readOnly) {
    return List.of(ObjectClass.DIR, ObjectClass.FILE).stream()
        .allMatch(
            tclass ->
                decisions.allows(
                    process, label, MountPermissions.needed(tclass, Need.ofMount(readOnly))));
  }

  private static String named(Container container) {
    return "the container " + container.display() + " (" + container.engine().command() + ")";
  }
}
