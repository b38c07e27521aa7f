package sevol.preflight;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import sevol.container.Engine;
import sevol.container.RelabelFlaw;
import sevol.container.VolumePlace;
import sevol.selinux.SecurityContext;

/** An engine of root that labels its containers and has neither flaws nor volumes. */
final class OrdinaryEngine implements Engines {
  @Override
  public Optional<String> unlabelled(Engine engine) {
    return Optional.empty();
  }

  @Override
  public Set<RelabelFlaw> flaws(Engine engine) {
    return Set.of();
  }

  @Override
  public Optional<VolumePlace> volume(Engine engine, String name) {
    return Optional.empty();
  }

  @Override
  public Optional<SecurityContext> domain(Engine engine) {
    return Optional.empty();
  }

  @Override
  public Set<Path> homes(Engine engine) {
    return Set.of();
  }

  @Override
  public boolean rootless(Engine engine) {
    return false;
  }
}
