package sevol.preflight;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import sevol.container.Container;
import sevol.container.ContainerLabels;
import sevol.diagnosis.ProtectedPaths;
import sevol.selinux.AccessDecisions;
import sevol.selinux.DenialExplainer;
import sevol.selinux.Explanation;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.SelinuxMode;

/**
 * The host that a container will run on.
 *
 * @param mode enforcing or permissive
 * @param decisions the running policy
 * @param tree its files
 * @param labels what its policy gives containers
 * @param containers those that exist now
 * @param storesLabels whether the mount of an object can store labels
 * @param writable whether the mount of an object can be written
 * @param protectedPaths what no container should get
 * @param engines how its engines are set up
 * @param explainer the running policy as one that gives reasons
 */
public record Surroundings(
    SelinuxMode mode,
    AccessDecisions decisions,
    FileTree tree,
    ContainerLabels labels,
    List<Container> containers,
    Predicate<FileStatus> storesLabels,
    Predicate<FileStatus> writable,
    ProtectedPaths protectedPaths,
    Engines engines,
    DenialExplainer explainer) {
  public Surroundings {
    containers = List.copyOf(containers);
  }

  /** The same host, whose policy explains each denial once, however many mounts have it. */
  Surroundings remembering() {
    Map<List<Object>, Optional<Explanation>> known = new HashMap<>();
    DenialExplainer once =
        (scontext, tcontext, denied) -> {
          List<Object> question = List.of(scontext, tcontext, denied);
          Optional<Explanation> answer = known.get(question);
          if (answer == null) {
            answer = explainer.explain(scontext, tcontext, denied);
            known.put(question, answer);
          }
          return answer;
        };
    return with(engines, once);
  }

  /**
   * The same host for a question about a path that no engine is asked to mount: whatever the
   * engines are told, and without the policy's own words, which take a load of it.
   */
  public Surroundings forPathAlone() {
    return forPathAlone((scontext, tcontext, denied) -> Optional.empty());
  }

  /** The same, with the policy's words from elsewhere. */
  public Surroundings forPathAlone(DenialExplainer words) {
    return with(new OrdinaryEngine(), words);
  }

  private Surroundings with(Engines others, DenialExplainer words) {
    return new Surroundings(
        mode,
        decisions,
        tree,
        labels,
        containers,
        storesLabels,
        writable,
        protectedPaths,
        others,
        words);
  }
}
