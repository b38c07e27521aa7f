package sevol.request.compose;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevol.request.InvalidRequestException;
import sevol.request.TextFiles;

/**
 * Which files and variables a project is made of, found in the order in which docker compose looks
 * ({@code docker/compose:cmd/compose/compose.go} toProjectOptions): the process's environment,
 * {@code .env}, {@code COMPOSE_FILE}, default names, {@code .env} of the project's directory.
 */
final class ComposeSources {
  private static final List<String> NAMES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
  private static final List<String> OVERRIDES =
      List.of(
          "compose.override.yml",
          "compose.override.yaml",
          "docker-compose.override.yml",
          "docker-compose.override.yaml");

  private final ComposeOptions options;
  private final TextFiles disk;
  private final Budget budget;
  private final Map<String, String> environment;
  private List<Path> files;

  private ComposeSources(
      ComposeOptions options, Map<String, String> environment, TextFiles disk, Budget budget) {
    this.options = options;
    this.disk = disk;
    this.budget = budget;
    this.environment = new HashMap<>(environment);
    this.files = options.files();
  }

  /** Finds them. */
  static ComposeSources find(
      ComposeOptions options, Map<String, String> environment, TextFiles disk, Budget budget)
      throws InvalidRequestException {
    ComposeSources sources = new ComposeSources(options, environment, disk, budget);
    sources.readEnvFiles();
    if (sources.files.isEmpty()) {
      sources.files = sources.named().or(sources::searched).orElse(List.of());
    }
    if (sources.files.isEmpty()) {
      throw new InvalidRequestException(
          "no "
              + NAMES.get(0)
              + " in "
              + Shown.path(sources.directory())
              + " or above; name the file with -f");
    }
    sources.readEnvFiles();
    return sources;
  }

  /** The files, the later over the earlier. */
  List<Path> files() {
    return files;
  }

  /** All variables. */
  Variables variables() {
    return new Variables(environment);
  }

  /** The project's directory. */
  Path directory() {
    Path given = options.projectDirectory();
    if (given != null) {
      return given;
    }
    Path first = files.isEmpty() ? null : files.get(0).normalize().getParent();
    return first == null ? options.directory() : first;
  }

  /** Reads {@code .env} or the files that were named; what is set already stays. */
  private void readEnvFiles() throws InvalidRequestException {
    List<Path> envFiles = new ArrayList<>(options.envFiles());
    for (String name : environment.getOrDefault("COMPOSE_ENV_FILES", "").split(",", -1)) {
      if (options.envFiles().isEmpty() && !name.isBlank()) {
        envFiles.add(options.directory().resolve(name.strip()));
      }
    }
    if (envFiles.isEmpty()
        && !environment.getOrDefault("COMPOSE_DISABLE_ENV_FILE", "").matches("1|t|T|true|TRUE|True")
        && disk.exists(directory().resolve(".env"))) {
      envFiles.add(directory().resolve(".env"));
    }
    envVariables(envFiles, new Variables(environment), disk, budget)
        .forEach(environment::putIfAbsent);
  }

  /** What env files set, the later over the earlier. */
  static Map<String, String> envVariables(
      List<Path> files, Variables known, TextFiles disk, Budget budget)
      throws InvalidRequestException {
    Map<String, String> values = new HashMap<>();
    for (Path file : files) {
      budget.file();
      Map<String, String> before = new HashMap<>(values);
      before.putAll(known.all());
      values.putAll(EnvFile.read(file, text(disk, file), before, budget));
    }
    return values;
  }

  /** The text of a file that must be there. */
  static String text(TextFiles disk, Path file) throws InvalidRequestException {
    try {
      return disk.read(file);
    } catch (IOException e) {
      throw new InvalidRequestException(Shown.path(file) + ": " + reason(e));
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return e.getClass() == IOException.class && message != null ? message : "cannot be read";
  }

  private Optional<List<Path>> named() {
    String names = environment.getOrDefault("COMPOSE_FILE", "");
    String separator = environment.getOrDefault("COMPOSE_PATH_SEPARATOR", ":");
    if (names.isEmpty()) {
      return Optional.empty();
    }
    List<Path> named = new ArrayList<>();
    for (String name : names.split(java.util.regex.Pattern.quote(separator), -1)) {
      named.add(options.directory().resolve(name));
    }
    return Optional.of(named);
  }

  private Optional<List<Path>> searched() {
    for (Path directory = directory(); directory != null; directory = directory.getParent()) {
      Optional<Path> found = first(directory, NAMES);
      if (found.isPresent()) {
        List<Path> both = new ArrayList<>(List.of(found.get()));
        first(directory, OVERRIDES).ifPresent(both::add);
        return Optional.of(both);
      }
    }
    return Optional.empty();
  }

  private Optional<Path> first(Path directory, List<String> names) {
    return names.stream().map(directory::resolve).filter(disk::exists).findFirst();
  }
}
