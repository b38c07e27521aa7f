package sevol.preflight;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.container.Container;
import sevol.container.ContainerLabels;
import sevol.diagnosis.LabelGroup;
import sevol.diagnosis.TreeScan;
import sevol.request.LabelOptions;
import sevol.selinux.Level;
import sevol.selinux.LevelRange;
import sevol.selinux.SecurityContext;

/** Chooses the labels that an engine will give a container, as far as they can be foreseen. */
final class ProcessLabels {
  /** The level {@code InitLabels} puts on content when the process label is disabled. */
  static final String DISABLED_LEVEL = "s0:c1022,c1023";

  private final ContainerLabels labels;
  private final List<Container> containers;

  /**
   * What a container gets.
   *
   * @param process label of its process, null if the engine sets none
   * @param neighbour the same type at the level of yet another container
   * @param file label of its own content, which {@code :Z} writes
   * @param notes what is uncertain
   */
  record Choice(
      @Nullable SecurityContext process,
      @Nullable SecurityContext neighbour,
      SecurityContext file,
      List<String> notes) {}

  ProcessLabels(ContainerLabels labels, List<Container> containers) {
    this.labels = labels;
    this.containers = containers;
  }

  /** The labels for a container with these options that is to use this tree. */
  Choice choose(LabelOptions options, TreeScan scan) {
    List<String> notes = new ArrayList<>();
    if (options.unconfined()) {
      return new Choice(null, null, fileLabel(options, DISABLED_LEVEL), notes);
    }
    SecurityContext process = labels.process();
    if (!options.explicit() && options.joined() != null) {
      Optional<Container> other = find(options);
      if (other.isEmpty()) {
        notes.add(
            "container "
                + options.joined()
                + ", whose label it takes over, is not known here; a label of its own is assumed");
      } else if (other.get().processLabel() == null) {
        return new Choice(null, null, fileLabel(options, DISABLED_LEVEL), notes);
      } else {
        SecurityContext joined = Objects.requireNonNull(other.get().processLabel());
        return new Choice(joined, null, fileLabel(options, joined.range()), notes);
      }
    }
    Map<String, String> given = options.values();
    List<String> fresh = FreshLevels.pick(2, levels(scan));
    boolean mls = process.range() != null;
    String level = given.getOrDefault("level", fresh.get(0));
    SecurityContext own =
        new SecurityContext(
            given.getOrDefault("user", Objects.requireNonNullElse(process.user(), "system_u")),
            given.getOrDefault("role", Objects.requireNonNullElse(process.role(), "system_r")),
            given.getOrDefault("type", process.type()),
            mls ? level : null);
    return new Choice(
        own,
        mls ? own.withRange(fresh.get(1)) : null,
        fileLabel(options, mls ? level : null),
        notes);
  }

  private SecurityContext fileLabel(LabelOptions options, @Nullable String level) {
    SecurityContext file = labels.file();
    Map<String, String> given = options.values();
    return new SecurityContext(
        given.getOrDefault("user", Objects.requireNonNullElse(file.user(), "system_u")),
        Objects.requireNonNullElse(file.role(), "object_r"),
        given.getOrDefault("filetype", file.type()),
        file.range() == null ? null : level);
  }

  private Optional<Container> find(LabelOptions options) {
    String name = Objects.requireNonNullElse(options.joined(), "");
    return containers.stream()
        .filter(c -> c.engine() == options.engine())
        .filter(c -> name.equals(c.name()) || (name.length() >= 12 && c.id().startsWith(name)))
        .findFirst();
  }

  private Set<Level> levels(TreeScan scan) {
    Set<Level> levels = new LinkedHashSet<>();
    for (Container container : containers) {
      add(container.processLabel(), levels);
      add(container.mountLabel(), levels);
    }
    for (LabelGroup group : scan.groups()) {
      add(group.label(), levels);
    }
    return levels;
  }

  private static void add(@Nullable SecurityContext label, Set<Level> levels) {
    if (label != null) {
      label.levels().map(LevelRange::high).ifPresent(levels::add);
    }
  }
}
