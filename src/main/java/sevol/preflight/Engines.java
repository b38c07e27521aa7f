package sevol.preflight;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import sevol.container.Engine;
import sevol.container.RelabelFlaw;
import sevol.container.VolumePlace;
import sevol.selinux.SecurityContext;

/** The port to what the engines of the host are told and where they keep their volumes. */
public interface Engines {
  /**
   * Why an engine does not label its containers: the line of its configuration, or the default.
   *
   * @return empty if it labels them
   */
  Optional<String> unlabelled(Engine engine);

  /** The bugs that the installed engine has. */
  Set<RelabelFlaw> flaws(Engine engine);

  /**
   * Where the content of a named volume is, if it exists.
   *
   * @return empty if the engine would make it
   */
  Optional<VolumePlace> volume(Engine engine, String name);

  /** The context that the engine's own process has, which decides the label of what it makes. */
  Optional<SecurityContext> domain(Engine engine);

  /** Paths that the engine refuses to relabel besides those that go-selinux lists: homes. */
  Set<Path> homes(Engine engine);

  /** True if the engine would run without root's rights, in a user namespace of the caller. */
  boolean rootless(Engine engine);
}
