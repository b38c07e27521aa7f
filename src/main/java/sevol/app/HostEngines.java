package sevol.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sevol.container.Engine;
import sevol.container.EngineSettings;
import sevol.container.RelabelFlaw;
import sevol.container.VolumePlace;
import sevol.doctor.DiskFacts;
import sevol.doctor.EngineSetup;
import sevol.preflight.Engines;

/** Docker and podman of this machine, by their files. */
final class HostEngines implements Engines {
  private static final String ROOTLESS = ".local/share/containers/storage";

  private final Path root;
  private final EngineSetup setup;
  private final Map<Engine, Set<RelabelFlaw>> flaws = new EnumMap<>(Engine.class);

  HostEngines(Path root) {
    this.root = root;
    this.setup = new EngineSetup(new DiskFacts(root), new RpmDatabase());
  }

  @Override
  public Optional<String> unlabelled(Engine engine) {
    return setup.unlabelled(engine);
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
      return engine == Engine.PODMAN
          && !Integer.valueOf(0).equals(Files.getAttribute(root.resolve("proc/self"), "unix:uid"));
    } catch (IOException e) {
      return false;
    }
  }
}
