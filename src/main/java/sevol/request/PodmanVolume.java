package sevol.request;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import sevol.container.Engine;

/** The value of podman's {@code -v} ({@code containers/podman:pkg/specgen/volumes.go}). */
final class PodmanVolume {
  private final String spec;
  private final Path directory;
  private final HostPaths host;

  PodmanVolume(String spec, Path directory, HostPaths host) {
    this.spec = spec;
    this.directory = directory;
    this.host = host;
  }

  MountRequest parse() throws InvalidRequestException {
    String[] part = spec.split(":", -1);
    if (part.length > 3) {
      throw invalid("more than two colons; a path with a colon needs --mount");
    }
    String destination = part[part.length == 1 ? 0 : 1];
    if (!destination.startsWith("/")) {
      throw invalid("the path in the container, \"" + destination + "\", must begin with /");
    }
    String source = part.length == 1 ? "" : part[0];
    if (part.length > 1 && source.isEmpty()) {
      throw invalid("the source before the colon is empty");
    }
    List<String> given =
        part.length == 3 ? Arrays.asList(part[2].split(",", -1)) : List.<String>of();
    PodmanOptions options = new PodmanOptions("-v " + spec, given);
    if (!source.startsWith("/") && !source.startsWith(".")) {
      return new MountRequest.Volume(
          Engine.PODMAN,
          source.isEmpty() ? null : VolumeSpec.name(Engine.PODMAN, "-v " + spec, source),
          "local",
          destination,
          options.has("ro"),
          options.relabel(),
          options.has("O"),
          "");
    }
    options.checkOverlay();
    Path path = VolumeSpec.path(Engine.PODMAN, "-v " + spec, source, directory);
    return new MountRequest.Bind(
        Engine.PODMAN,
        source.startsWith("./") ? host.resolved(path) : path,
        destination,
        options.has("ro"),
        options.relabel(),
        options.has("O"),
        false,
        !options.has("bind"));
  }

  private InvalidRequestException invalid(String why) {
    return new InvalidRequestException("-v " + spec + ": " + why);
  }
}
