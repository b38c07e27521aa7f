package sevol.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sevol.container.Engine;
import sevol.container.EngineSettings;
import sevol.container.RelabelFlaw;
import sevol.container.VolumePlace;
import sevol.doctor.DiskFacts;
import sevol.doctor.EngineSetup;
import sevol.preflight.Engines;
import sevol.selinux.AccessDecisions;
import sevol.selinux.SecurityContext;

/** Docker and podman of this machine, by their files. */
final class HostEngines implements Engines {
  private static final String ROOTLESS = ".local/share/containers/storage";

  private final Path root;
  private final Supplier<AccessDecisions> decisions;
  private final EngineSetup setup;

  // asked for every mount, and found by a look at every process or package
  private final Map<Engine, Set<RelabelFlaw>> flaws = new EnumMap<>(Engine.class);
  private final Map<Engine, Optional<String>> unlabelled = new EnumMap<>(Engine.class);
  private final Map<Engine, Optional<SecurityContext>> domains = new EnumMap<>(Engine.class);

  /** Engines below {@code /}, but for tests. */
  HostEngines(Path root, Supplier<AccessDecisions> decisions) {
    this.root = root;
    this.decisions = decisions;
    this.setup = new EngineSetup(new DiskFacts(root), new RpmDatabase());
  }

  @Override
  public Optional<String> unlabelled(Engine engine) {
    return unlabelled.computeIfAbsent(engine, setup::unlabelled);
  }

  @Override
  public Set<RelabelFlaw> flaws(Engine engine) {
    return flaws.computeIfAbsent(engine, setup::flaws);
  }

  @Override
  public Optional<VolumePlace> volume(Engine engine, String name) {
    return VolumePlace.find(volumes(engine), name);
  }

  private Set<Path> volumes(Engine engine) {
    Set<Path> places = new LinkedHashSet<>();
    EngineSettings settings = EngineSettings.of(root);
    if (engine == Engine.DOCKER) {
      settings.dockerRoots().forEach(p -> places.add(p.resolve("volumes")));
      places.add(Path.of("/var/lib/docker/volumes"));
    } else if (rootless(engine)) {
      home().ifPresent(h -> places.add(h.resolve(ROOTLESS).resolve("volumes")));
    } else {
      setup.podmanVolumePath().map(Path::of).ifPresent(places::add);
      settings.storage("graphroot").forEach(p -> places.add(p.resolve("volumes")));
      places.add(Path.of("/var/lib/containers/storage/volumes"));
    }
    return places;
  }

  /**
   * Docker's running daemon, or by its type in Fedora's or in the reference policy; podman is a
   * child of its caller, as sevol is.
   */
  @Override
  public Optional<SecurityContext> domain(Engine engine) {
    return domains.computeIfAbsent(engine, this::findDomain);
  }

  private Optional<SecurityContext> findDomain(Engine engine) {
    if (engine != Engine.DOCKER) {
      return current();
    }
    return setup
        .dockerDomain()
        .or(
            () ->
                Stream.of("container_runtime_t", "dockerd_t")
                    .map(type -> new SecurityContext("system_u", "system_r", type, "s0"))
                    .filter(c -> decisions.get().canonical(c).isPresent())
                    .findFirst());
  }

  private static Optional<SecurityContext> current() {
    try {
      return Caller.context();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Set<Path> homes(Engine engine) {
    if (engine == Engine.DOCKER) {
      return Set.of(); // dockerd's own, which is /root where it has any
    }
    return home().map(Set::of).orElse(Set.of());
  }

  private static Optional<Path> home() {
    String home = System.getenv("HOME");
    return home == null || !home.startsWith("/")
        ? Optional.empty()
        : Optional.of(Path.of(home).normalize());
  }

  @Override
  public boolean rootless(Engine engine) {
    try {
      return engine == Engine.PODMAN && !Caller.isRoot();
    } catch (IOException e) {
      return false;
    }
  }
}
