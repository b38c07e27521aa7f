package sevol.request.compose;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevol.container.Engine;
import sevol.request.ContainerRequest;
import sevol.request.InvalidRequestException;
import sevol.request.OptionReader;
import sevol.request.OptionReader.Option;
import sevol.request.OptionTable;
import sevol.request.TextFiles;

/**
 * A {@code docker compose up}, {@code create}, {@code run}, {@code start} or {@code restart}: the
 * words after {@code docker compose}, {@code docker-compose} or {@code podman-compose}.
 *
 * @param options what comes before the command
 * @param command the command
 * @param services the services that are named
 * @param volumes {@code run -v}
 */
public record ComposeCommand(
    ComposeOptions options, String command, List<String> services, List<String> volumes) {
  /** What docker compose 2.40's {@code --help} lists, with the older hidden names. */
  private static final OptionTable GLOBAL =
      new OptionTable(
          "ansi env-file f|file parallel profile progress project-directory p|project-name workdir"
              + " H|host c|context",
          "all-resources compatibility dry-run help verbose no-ansi v|version insecure-registry");

  private static final OptionTable RUN =
      new OptionTable(
          "cap-add cap-drop entrypoint e|env env-from-file l|label name p|publish pull u|user"
              + " v|volume w|workdir",
          "build d|detach dry-run help i|interactive no-deps T|no-TTY no-tty q|quiet quiet-build"
              + " quiet-pull remove-orphans rm P|service-ports t|tty use-aliases");

  private static final OptionTable UP =
      new OptionTable(
          "attach exit-code-from no-attach pull scale t|timeout wait-timeout",
          """
          abort-on-container-exit abort-on-container-failure always-recreate-deps
          attach-dependencies build d|detach dry-run force-recreate help menu no-build no-color
          no-deps no-log-prefix no-recreate no-start quiet-build quiet-pull remove-orphans
          V|renew-anon-volumes timestamps wait w|watch y|yes
          """);

  private static final Map<String, OptionTable> COMMANDS =
      Map.of("up", UP, "create", UP, "start", UP, "restart", UP, "run", RUN);

  public ComposeCommand {
    services = List.copyOf(services);
    volumes = List.copyOf(volumes);
  }

  /**
   * Reads the words.
   *
   * @param directory where it would be run, absolute
   */
  public static ComposeCommand parse(Engine engine, List<String> words, Path directory)
      throws InvalidRequestException {
    OptionReader global = new OptionReader(GLOBAL, "docker compose", words, 0);
    ComposeOptions options = options(engine, global.options(), directory);
    int at = global.next();
    String command = at < words.size() ? words.get(at) : "";
    OptionTable table = COMMANDS.get(command);
    if (table == null) {
      throw new InvalidRequestException(
          "compose "
              + (command.isEmpty() ? "without a command" : Shown.name(command))
              + ": only up, create, run, start and restart ask for mounts");
    }
    List<String> services = new ArrayList<>();
    List<String> volumes = new ArrayList<>();
    at++;
    while (at < words.size()) {
      OptionReader more = new OptionReader(table, "docker compose " + command, words, at);
      for (Option option : more.options()) {
        if (option.name().equals("volume")) {
          volumes.add(option.value());
        }
      }
      at = more.next();
      if (at < words.size()) {
        services.add(words.get(at++));
      }
      if (command.equals("run") && !services.isEmpty()) {
        break; // what follows is the container's
      }
    }
    if (command.equals("run") && services.isEmpty()) {
      throw new InvalidRequestException("compose run needs the name of a service");
    }
    return new ComposeCommand(options, command, services, volumes);
  }

  private static ComposeOptions options(Engine engine, List<Option> options, Path directory)
      throws InvalidRequestException {
    List<Path> files = new ArrayList<>();
    List<Path> envFiles = new ArrayList<>();
    List<String> profiles = new ArrayList<>();
    @Nullable Path projectDirectory = null;
    @Nullable String projectName = null;
    for (Option option : options) {
      switch (option.name()) {
        case "file" -> files.add(path(option));
        case "env-file" -> envFiles.add(path(option));
        case "profile" -> profiles.add(option.value());
        case "project-directory", "workdir" -> projectDirectory = path(option);
        case "project-name" -> projectName = option.value();
        default -> {}
      }
    }
    return new ComposeOptions(
        engine, directory, files, envFiles, projectDirectory, projectName, profiles);
  }

  private static Path path(Option option) throws InvalidRequestException {
    if (option.value().equals("-")) {
      throw new InvalidRequestException(
          "--" + option.name() + " -: sevol reads no standard input here; give a file");
    }
    try {
      return Path.of(option.value());
    } catch (InvalidPathException e) {
      throw new InvalidRequestException("--" + option.name() + ": no path can hold this");
    }
  }

  /**
   * Reads the files and makes the requests.
   *
   * @param environment the variables of the process that would run it
   * @throws InvalidRequestException as {@link ComposeProject#read} and {@link
   *     ComposeProject#requests} do
   */
  public List<ContainerRequest> requests(Map<String, String> environment, TextFiles disk)
      throws InvalidRequestException {
    return ComposeProject.read(options, environment, disk).requests(services, volumes);
  }
}
