package sevol.doctor;

import com.google.gson.JsonParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sevol.container.Engine;
import sevol.container.RelabelFlaw;
import sevol.selinux.SecurityContext;

/** What a check before a run needs to know of docker and podman, told by the doctor's examiners. */
public final class EngineSetup {
  private static final Map<Engine, List<String>> PACKAGES =
      Map.of(Engine.DOCKER, List.of("docker.io", "docker-ce"), Engine.PODMAN, List.of("podman"));

  private final HostFacts facts;
  private final RpmQuery rpm;

  public EngineSetup(HostFacts facts, RpmQuery rpm) {
    this.facts = facts;
    this.rpm = rpm;
  }

  /**
   * The line of configuration, or the default, by which an engine does not label its containers.
   *
   * @return empty if it labels them, or nothing can be told
   */
  public Optional<String> unlabelled(Engine engine) {
    try {
      Optional<Labelling> labelling =
          switch (engine) {
            case DOCKER -> DockerExaminer.labelling(facts);
            case PODMAN -> PodmanExaminer.labelling(facts);
            default -> Optional.empty();
          };
      return labelling.filter(l -> !l.on()).map(Labelling::evidence);
    } catch (JsonParseException | IllegalStateException e) {
      return Optional.empty(); // dockerd does not start with such a file
    }
  }

  /** The published bugs of the installed package. */
  public Set<RelabelFlaw> flaws(Engine engine) {
    List<String> names = PACKAGES.getOrDefault(engine, List.of());
    Set<RelabelFlaw> flaws = EnumSet.noneOf(RelabelFlaw.class);
    Distribution host = Distribution.of(facts);
    InstalledPackages packages = InstalledPackages.of(facts, rpm, names);
    for (String name : names) {
      packages.find(name).ifPresent(i -> flaws.addAll(RelabelBug.flaws(i, host)));
    }
    return flaws;
  }

  /** The context of the running dockerd, as far as it may be seen. */
  public Optional<SecurityContext> dockerDomain() {
    return Processes.find(facts, "dockerd")
        .map(pid -> facts.read("/proc/" + pid + "/attr/current").text())
        .map(text -> text.replace("\0", "").strip())
        .flatMap(SecurityContext::parse);
  }

  /** {@code volume_path} of podman's {@code [engine]} table, where one is set. */
  public Optional<String> podmanVolumePath() {
    return PodmanExaminer.setting(facts, "engine", "volume_path").map(PodmanExaminer.Found::value);
  }
}
