package sevol.request;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import sevol.container.Engine;

/** The value of {@code -v}: {@code SOURCE:DESTINATION[:OPTIONS]}, as the engine reads it. */
public final class VolumeSpec {
  private VolumeSpec() {}

  /**
   * Reads one specification.
   *
   * @param directory what a relative source is relative to
   */
  public static MountRequest parse(Engine engine, String spec, Path directory)
      throws InvalidRequestException {
    return engine == Engine.DOCKER
        ? new DockerVolume(spec, "local", directory).parse()
        : new PodmanVolume(spec, directory, HostPaths.real(directory)).parse();
  }

  /**
   * Checks the name of a volume; docker's have two letters at least.
   *
   * @param option the option and its value, for messages
   */
  static String name(Engine engine, String option, String source) throws InvalidRequestException {
    if (source.startsWith("~")) {
      throw new InvalidRequestException(
          option + ": the shell did not expand ~ here; write $HOME or the whole path");
    }
    if (source.startsWith(".") && engine == Engine.DOCKER) {
      throw new InvalidRequestException(
          option + ": docker knows . and ./x, but not \"" + source + "\"; write the whole path");
    }
    if (!source.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
      throw new InvalidRequestException(
          option
              + ": \""
              + source
              + "\" is neither a path that begins with / or . nor a volume's name");
    }
    if (source.length() < 2 && engine == Engine.DOCKER) {
      throw new InvalidRequestException(option + ": docker takes no volume name of one letter");
    }
    return source;
  }

  /** A source as an absolute path, cleaned lexically as both engines do. */
  static Path path(Engine engine, String option, String source, Path directory)
      throws InvalidRequestException {
    try {
      return directory.resolve(source).normalize();
    } catch (InvalidPathException e) {
      throw new InvalidRequestException(
          option + ": " + engine.command() + " cannot be given such a path: " + e.getReason());
    }
  }
}
