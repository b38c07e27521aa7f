package sevol.request;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sevol.container.Engine;
import sevol.request.OptionReader.Option;

/** A {@code docker run}, {@code podman run} or {@code create} command. */
public final class RunCommand {
  private RunCommand() {}

  /**
   * Reads a command that was split into words by a shell.
   *
   * @param directory where it would be run
   */
  public static ContainerRequest parse(List<String> words, Path directory)
      throws InvalidRequestException {
    return parse(words, directory, HostPaths.real(directory));
  }

  static ContainerRequest parse(List<String> words, Path directory, HostPaths host)
      throws InvalidRequestException {
    int at = CommandPrefixes.end(words);
    if (at == words.size()) {
      throw new InvalidRequestException("there is no command after \"" + words.get(at - 1) + "\"");
    }
    Engine engine = engine(words.get(at));
    OptionReader global =
        new OptionReader(EngineOptions.global(engine), engine.command(), words, at + 1);
    at = global.next();
    if (at < words.size() && words.get(at).equals("container")) {
      at++;
    }
    if (at >= words.size() || !Set.of("run", "create").contains(words.get(at))) {
      throw new InvalidRequestException(
          engine.command()
              + (at < words.size() ? " " + words.get(at) : "")
              + ": only run and create ask for mounts; name other mounts with -v");
    }
    String subject = engine.command() + " " + words.get(at);
    OptionReader run =
        new OptionReader(EngineOptions.of(engine, words.get(at)), subject, words, at + 1);
    if (run.next() >= words.size()) {
      throw new InvalidRequestException(
          subject + ": the command ends without an image; see that every option has its value");
    }
    List<Option> options = new ArrayList<>(global.options());
    options.addAll(run.options());
    String image = words.get(run.next());
    boolean path = image.startsWith("/") || image.startsWith(".") || image.isEmpty();
    if (path && options.stream().noneMatch(option -> option.name().equals("rootfs"))) {
      throw new InvalidRequestException(
          subject
              + ": \""
              + image
              + "\" is no name of an image; see that every option has its value, and no more");
    }
    return new RunOptions(engine, directory, host)
        .read(subject, options, words.subList(run.next() + 1, words.size()));
  }

  private static Engine engine(String word) throws InvalidRequestException {
    return switch (CommandPrefixes.lastName(word)) {
      case "docker" -> Engine.DOCKER;
      case "podman" -> Engine.PODMAN;
      default ->
          throw new InvalidRequestException(
              "\""
                  + word
                  + "\" is not docker or podman; "
                  + (word.contains(" ")
                      ? "give the command as separate words, without quotes around all of it"
                      : "name the mounts with -v"));
    };
  }
}
