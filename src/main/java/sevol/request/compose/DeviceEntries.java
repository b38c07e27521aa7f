package sevol.request.compose;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sevol.request.InvalidRequestException;
import sevol.request.MountRequest;

/** {@code devices:} of a service: {@code SOURCE[:TARGET[:PERMISSIONS]]} or a map of those. */
final class DeviceEntries {
  private static final String KEY = "devices";

  private final ServiceScope scope;

  DeviceEntries(ServiceScope scope) {
    this.scope = scope;
  }

  /** The devices. */
  List<MountRequest> devices() throws InvalidRequestException {
    List<MountRequest> devices = new ArrayList<>();
    for (Yaml item : scope.items(KEY)) {
      device(item).ifPresent(devices::add);
    }
    return devices;
  }

  private Optional<MountRequest> device(Yaml item) throws InvalidRequestException {
    String source;
    String target = "";
    String permissions = "";
    if (item instanceof Yaml.Keys keys) {
      source = scope.text(keys, "source", KEY);
      target = scope.text(keys, "target", KEY);
      permissions = scope.text(keys, "permissions", KEY);
    } else {
      String[] part = scope.text(item, KEY).split(":", -1);
      if (part.length > 3) {
        throw scope.invalid(item, KEY, "more than two colons");
      }
      source = part[0];
      target = part.length > 1 ? part[1] : "";
      permissions = part.length > 2 ? part[2] : "";
    }
    if (source.isEmpty()) {
      throw scope.invalid(item, KEY, "a device needs a source");
    }
    if (!source.startsWith("/") && source.contains("=")) {
      scope.note(KEY + ": the CDI device " + source + " is not looked at");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new MountRequest.Device(
              scope.engine(),
              Path.of("/").resolve(source).normalize(),
              target.isEmpty() ? source : target,
              permissions.isEmpty() ? "rwm" : permissions));
    } catch (InvalidPathException e) {
      throw scope.invalid(item, KEY, "no path can hold this");
    }
  }
}
