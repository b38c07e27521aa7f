package sevol.request;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import sevol.container.Engine;

/**
 * The value of {@code --device}: {@code SOURCE[:DESTINATION][:PERMISSIONS]} ({@code
 * docker/cli:cli/command/container/opts.go}, {@code containers/common:pkg/parse}). Both take a
 * directory too, for the devices in it.
 */
final class DeviceSpec {
  /** A qualified name of the container device interface. */
  private static final Pattern CDI =
      Pattern.compile(
          "[A-Za-z]([A-Za-z0-9._-]*[A-Za-z0-9])?/[A-Za-z]([A-Za-z0-9_-]*[A-Za-z0-9])?=[A-Za-z0-9]"
              + "([A-Za-z0-9._:-]*[A-Za-z0-9])?");

  private final Engine engine;
  private final String spec;

  private DeviceSpec(Engine engine, String spec) {
    this.engine = engine;
    this.spec = spec;
  }

  /** One device; empty for a name of the container device interface, which is no path. */
  static Optional<MountRequest> parse(Engine engine, String spec, Path directory)
      throws InvalidRequestException {
    if (CDI.matcher(spec).matches()) {
      return Optional.empty();
    }
    return Optional.of(new DeviceSpec(engine, spec).parse(directory));
  }

  private MountRequest parse(Path directory) throws InvalidRequestException {
    String[] part = spec.split(":", -1);
    if (part.length > 3 || part[0].isEmpty()) {
      throw invalid("say SOURCE, SOURCE:DESTINATION or SOURCE:DESTINATION:PERMISSIONS");
    }
    String permissions = "rwm";
    String destination = part[0];
    if (part.length > 1 && isMode(part[1])) {
      permissions = part[1];
    } else if (part.length > 1 && !(engine == Engine.PODMAN && part[1].isEmpty())) {
      destination = part[1];
    }
    if (part.length == 3) {
      if (!isMode(part[2])) {
        throw invalid("\"" + part[2] + "\": permissions are some of r, w and m, each once");
      }
      permissions = part[2];
    }
    if (!destination.startsWith("/")) {
      throw invalid("\"" + destination + "\" is neither an absolute path nor some of r, w and m");
    }
    return new MountRequest.Device(
        engine,
        VolumeSpec.path(engine, "--device " + spec, part[0], directory),
        destination,
        permissions);
  }

  private static boolean isMode(String text) {
    return text.matches("[rwm]{1,3}") && text.chars().distinct().count() == text.length();
  }

  private InvalidRequestException invalid(String why) {
    return new InvalidRequestException("--device " + spec + ": " + why);
  }
}
