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
import sevol.container.Engine;
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

  private final Surroundings host;

  /**
   * What a container gets.
   *
   * @param process label of its process, null if the engine sets none
   * @param neighbour the same type at the level of yet another container
   * @param file label of its own content, which {@code :Z} writes
   * @param relabels whether {@code :z} and {@code :Z} do anything
   * @param notes what is uncertain
   */
  record Choice(
      @Nullable SecurityContext process,
      @Nullable SecurityContext neighbour,
      SecurityContext file,
      boolean relabels,
      List<String> notes) {}

  ProcessLabels(Surroundings host) {
    this.host = host;
  }

  /** The labels for a container with these options that is to use this tree. */
  Choice choose(LabelOptions options, TreeScan scan) {
    List<String> notes = new ArrayList<>();
    Optional<String> unlabelled = host.engines().unlabelled(options.engine());
    if (unlabelled.isPresent()) {
      notes.add(unlabelled(options.engine(), unlabelled.get()));
    }
    if (options.unconfined() || unlabelled.isPresent()) {
      // podman's label = false is a label=disable for everybody, docker then labels nothing at all
      boolean relabels = unlabelled.isEmpty() || options.engine() == Engine.PODMAN;
      return new Choice(null, null, fileOfUnconfined(options, scan), relabels, notes);
    }
    SecurityContext process =
        switch (options.kind()) {
          case ORDINARY -> host.labels().process();
          case INIT -> host.labels().init();
          case KVM -> host.labels().kvm();
        };
    if (!options.explicit() && options.joined() != null) {
      Optional<Container> other = find(options);
      if (other.isEmpty()) {
        notes.add(
            "container "
                + options.joined()
                + ", whose label it takes over, is not known here; a label of its own is assumed");
      } else if (other.get().processLabel() == null) {
        return new Choice(null, null, fileLabel(options, DISABLED_LEVEL), true, notes);
      } else {
        SecurityContext joined = Objects.requireNonNull(other.get().processLabel());
        return new Choice(joined, null, fileLabel(options, joined.range()), true, notes);
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
        true,
        notes);
  }

  /** Docker drops the process's label of a privileged container, and keeps the content's. */
  private SecurityContext fileOfUnconfined(LabelOptions options, TreeScan scan) {
    boolean kept = options.engine() == Engine.DOCKER && options.explicit() && !options.disabled();
    String fresh = FreshLevels.pick(1, levels(scan)).get(0);
    String level = kept ? options.values().getOrDefault("level", fresh) : DISABLED_LEVEL;
    return fileLabel(options, level);
  }

  private SecurityContext fileLabel(LabelOptions options, @Nullable String level) {
    SecurityContext file = host.labels().file();
    Map<String, String> given = options.values();
    return new SecurityContext(
        given.getOrDefault("user", Objects.requireNonNullElse(file.user(), "system_u")),
        Objects.requireNonNullElse(file.role(), "object_r"),
        given.getOrDefault("filetype", file.type()),
        file.range() == null ? null : level);
  }

  private static String unlabelled(Engine engine, String evidence) {
    String sets = engine.command() + " sets no labels (" + evidence + ")";
    return engine == Engine.DOCKER ? sets + ", and :z and :Z do nothing" : sets;
  }

  private Optional<Container> find(LabelOptions options) {
    return find(options.engine(), Objects.requireNonNullElse(options.joined(), ""));
  }

  /** The engine's container with this name or beginning of an id of at least twelve digits. */
  Optional<Container> find(Engine engine, String name) {
    return host.containers().stream()
        .filter(c -> c.engine() == engine)
        .filter(c -> name.equals(c.name()) || (name.length() >= 12 && c.id().startsWith(name)))
        .findFirst();
  }

  private Set<Level> levels(TreeScan scan) {
    Set<Level> levels = new LinkedHashSet<>();
    for (Container container : host.containers()) {
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
