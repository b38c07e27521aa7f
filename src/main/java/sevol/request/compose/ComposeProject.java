package sevol.request.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;
import sevol.request.ContainerRequest;
import sevol.request.InvalidRequestException;
import sevol.request.TextFiles;

/** The compose files of one project, read and merged. */
public final class ComposeProject {
  private final ComposeOptions options;
  private final Variables variables;
  private final String name;
  private final Path directory;
  private final Yaml.Keys tree;

  private ComposeProject(
      ComposeOptions options, Variables variables, String name, Path directory, Yaml.Keys tree) {
    this.options = options;
    this.variables = variables;
    this.name = name;
    this.directory = directory;
    this.tree = tree;
  }

  /**
   * Reads the files.
   *
   * @param environment the variables of the process that would run compose
   * @throws InvalidRequestException if compose would refuse them, or they are too large; the
   *     message is one line that begins with the file and, where it is known, the line
   */
  public static ComposeProject read(
      ComposeOptions options, Map<String, String> environment, TextFiles disk)
      throws InvalidRequestException {
    Budget budget = new Budget();
    ComposeSources sources = ComposeSources.find(options, environment, disk, budget);
    Variables found = sources.variables();
    Path directory = sources.directory();
    String name = ProjectName.of(options, found, written(sources, disk, directory), directory);
    Variables variables = new Variables(Map.of("COMPOSE_PROJECT_NAME", name), found.all());
    Yaml.Keys tree =
        new ComposeLoader(disk, budget).load(sources.files(), directory, variables, List.of());
    return new ComposeProject(options, variables, name, directory, tree);
  }

  /** {@code name:} of the files, the last one that is given; empty if none is. */
  private static String written(ComposeSources sources, TextFiles disk, Path directory)
      throws InvalidRequestException {
    String written = "";
    Budget budget = new Budget();
    for (Path file : sources.files()) {
      String text = ComposeSources.text(disk, file);
      for (Yaml document : YamlReader.documents(file, directory, text, null, budget)) {
        if (document instanceof Yaml.Keys keys && keys.get("name") instanceof Yaml.Text given) {
          written =
              new Interpolation(sources.variables(), budget)
                  .expand(given.value(), new TreeSet<>(), given.place()::invalid);
        }
      }
    }
    return written;
  }

  /** The project's name, which begins the names of its volumes. */
  public String name() {
    return name;
  }

  /** The project's directory, absolute. */
  public Path directory() {
    return directory;
  }

  /** The names of all services, whatever their profiles, in the order of the files. */
  public List<String> services() throws InvalidRequestException {
    return List.copyOf(section("services").present().keySet());
  }

  /**
   * What the services ask for. Those that they depend on are named in a note and not added.
   *
   * @param chosen names; empty for all whose profiles are active
   */
  public List<ContainerRequest> requests(List<String> chosen) throws InvalidRequestException {
    return requests(chosen, List.of());
  }

  /** The same, with volumes that a command adds. */
  List<ContainerRequest> requests(List<String> chosen, List<String> volumes)
      throws InvalidRequestException {
    List<ContainerRequest> requests = new ArrayList<>();
    for (String service : chosen.isEmpty() ? services() : chosen) {
      ServiceScope scope = scope(service);
      if (scope == null) {
        throw new InvalidRequestException(
            Shown.path(tree.place().file()) + ": there is no service " + Shown.name(service));
      }
      if (chosen.isEmpty() && !active(scope)) {
        continue;
      }
      if (!chosen.isEmpty()) {
        dependencies(scope, chosen);
      }
      List<VolumeEntry> more = new ArrayList<>();
      Place place = new Place(options.directory().resolve("-v"), 1, options.directory());
      for (String volume : volumes) {
        Yaml.Text text = new Yaml.Text(place, Yaml.Tag.NONE, volume, false, Set.of());
        more.add(VolumeEntry.parsed(scope, text, volume));
      }
      requests.add(new ServiceReader(this, scope).request(more));
    }
    if (requests.isEmpty()) {
      throw new InvalidRequestException(
          Shown.path(tree.place().file())
              + ": no service"
              + (services().isEmpty() ? "" : " without a profile; name one, or give --profile"));
    }
    return requests;
  }

  private boolean active(ServiceScope scope) throws InvalidRequestException {
    List<String> profiles = scope.texts("profiles");
    List<String> given = new ArrayList<>(options.profiles());
    if (given.isEmpty()) {
      for (String profile : variables.orEmpty("COMPOSE_PROFILES").split(",", -1)) {
        given.add(profile.strip());
      }
    }
    return profiles.isEmpty() || given.contains("*") || profiles.stream().anyMatch(given::contains);
  }

  private static void dependencies(ServiceScope scope, List<String> chosen)
      throws InvalidRequestException {
    Set<String> others = new TreeSet<>();
    Yaml dependencies = scope.get("depends_on");
    if (dependencies instanceof Yaml.Keys keys) {
      others.addAll(keys.present().keySet());
    } else {
      others.addAll(scope.texts("depends_on"));
    }
    others.removeAll(chosen);
    if (!others.isEmpty()) {
      scope.note(
          "depends_on: "
              + String.join(", ", others)
              + " would be started as well, and is not looked at");
    }
  }

  /** A section of the files; an empty map if it is not there. */
  Yaml.Keys section(String section) throws InvalidRequestException {
    return ComposeLoader.map(tree.get(section), tree.place(), section);
  }

  /** A service that is to be read; null if there is none of the name. */
  @Nullable ServiceScope scope(String service) throws InvalidRequestException {
    Yaml node = section("services").entries().get(service);
    if (node == null || node.tag() == Yaml.Tag.RESET) {
      return null;
    }
    Yaml.Keys keys = ComposeLoader.map(node, node.place(), "service " + Shown.name(service));
    return new ServiceScope(service, keys, engine(), variables.orEmpty("HOME"));
  }

  private Engine engine() {
    return options.engine();
  }
}
