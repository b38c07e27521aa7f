package sevol.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import sevol.container.Engine;
import sevol.request.VolumesFrom.Access;

/** The value of {@code --volumes-from}: {@code CONTAINER[:OPTIONS]}. */
final class VolumesFromSpec {
  private VolumesFromSpec() {}

  static VolumesFrom parse(Engine engine, String spec) throws InvalidRequestException {
    int colon = spec.indexOf(':');
    String container = colon < 0 ? spec : spec.substring(0, colon);
    List<String> options =
        colon < 0 ? List.of() : Arrays.asList(spec.substring(colon + 1).split(",", -1));
    if (container.isEmpty()) {
      throw invalid(spec, "name a container");
    }
    if (engine == Engine.DOCKER && options.equals(List.of(""))) {
      options = List.of();
    }
    Set<String> known =
        engine == Engine.DOCKER
            ? Set.of("ro", "rw", "z", "Z", "consistent", "cached", "delegated")
            : Set.of("ro", "rw", "z");
    for (String option : options) {
      if (!known.contains(option)) {
        throw invalid(spec, engine.command() + " knows no option \"" + option + "\" there");
      }
    }
    checkOnce(spec, options, engine == Engine.DOCKER);
    if (engine == Engine.DOCKER) {
      return new VolumesFrom(
          container,
          options.contains("ro") ? Access.READ_ONLY : Access.AS_THERE,
          Relabel.NONE); // the daemon drops z and Z
    }
    return new VolumesFrom(
        container,
        options.isEmpty()
            ? Access.AS_THERE
            : options.contains("ro") ? Access.READ_ONLY : Access.READ_WRITE,
        options.contains("z") ? Relabel.SHARED : Relabel.NONE);
  }

  private static void checkOnce(String spec, List<String> options, boolean docker)
      throws InvalidRequestException {
    List<String> rest = new ArrayList<>(options);
    for (List<String> kind : List.of(List.of("ro", "rw"), List.of("z", "Z"))) {
      rest.removeAll(kind);
      if (options.stream().filter(kind::contains).count() > 1) {
        throw invalid(spec, String.join(" and ", kind) + " exclude each other, or one is repeated");
      }
    }
    if (docker && rest.size() > 1) {
      throw invalid(spec, String.join(" and ", rest) + " exclude each other");
    }
  }

  private static InvalidRequestException invalid(String spec, String why) {
    return new InvalidRequestException("--volumes-from " + spec + ": " + why);
  }
}
