package sevol.preflight;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;
import sevol.container.RelabelFlaw;
import sevol.container.VolumePlace;
import sevol.selinux.SecurityContext;

/** Engines of root without flaws that label their containers, but for what a test sets. */
public final class FakeEngines implements Engines {
  public final Map<Engine, String> unlabelled = new EnumMap<>(Engine.class);
  public final Set<RelabelFlaw> flaws = EnumSet.noneOf(RelabelFlaw.class);
  public final Map<String, VolumePlace> volumes = new HashMap<>();
  public Set<Path> homes = Set.of();
  public boolean rootless;
  public @Nullable SecurityContext domain;

  @Override
  public Optional<String> unlabelled(Engine engine) {
    return Optional.ofNullable(unlabelled.get(engine));
  }

  @Override
  public Set<RelabelFlaw> flaws(Engine engine) {
    return flaws;
  }

  @Override
  public Optional<VolumePlace> volume(Engine engine, String name) {
    return Optional.ofNullable(volumes.get(name));
  }

  @Override
  public Optional<SecurityContext> domain(Engine engine) {
    return Optional.ofNullable(domain);
  }

  @Override
  public Set<Path> homes(Engine engine) {
    return homes;
  }

  @Override
  public boolean rootless(Engine engine) {
    return rootless && engine == Engine.PODMAN;
  }
}
