package sevol.request;

import java.nio.file.Path;
import java.util.List;
import sevol.container.Engine;

/** The value of {@code --mount}: one CSV record of {@code key=value}, as the engine reads it. */
public final class MountSpec {
  private MountSpec() {}

  /**
   * Reads one specification.
   *
   * @param directory what a relative source is relative to
   * @throws InvalidRequestException also if it names several mounts (podman's {@code type=glob})
   */
  public static MountRequest parse(Engine engine, String spec, Path directory)
      throws InvalidRequestException {
    List<MountRequest> mounts = parse(engine, spec, directory, HostPaths.real(directory));
    if (mounts.size() != 1) {
      throw new InvalidRequestException(
          "--mount " + spec + ": these are several; put it into a command after --");
    }
    return mounts.get(0);
  }

  /** The mounts of one specification: one, but for podman's {@code type=glob}. */
  static List<MountRequest> parse(Engine engine, String spec, Path directory, HostPaths host)
      throws InvalidRequestException {
    return engine == Engine.DOCKER
        ? List.of(new DockerMount(spec, directory).parse())
        : new PodmanMount(spec, directory, host).parse();
  }

  /** The fields; docker passes over more records than one, podman does not. */
  static List<String> fields(Engine engine, String spec) throws InvalidRequestException {
    try {
      CsvRecord record = CsvRecord.read(spec);
      if (record.more() && engine == Engine.PODMAN) {
        throw new InvalidRequestException("a line break outside quotes");
      }
      return record.fields();
    } catch (InvalidRequestException e) {
      throw new InvalidRequestException("--mount " + spec + ": " + e.getMessage());
    }
  }
}
