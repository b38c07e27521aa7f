package sevol.request.quadlet;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import sevol.request.InvalidRequestException;
import sevol.request.MountRequest;

/**
 * A {@code .volume} unit.
 *
 * @param unit its file name
 * @param name what podman calls the volume, specifiers not yet put in
 * @param device {@code Device=}; empty for none
 * @param type {@code Type=}
 * @param options {@code Options=}
 * @param driver {@code Driver=}, {@code local} if it is not given
 */
record VolumeUnit(
    String unit, String name, String device, String type, String options, String driver) {
  static VolumeUnit of(String unit, UnitFile file) {
    String name = file.orEmpty("Volume", "VolumeName");
    String driver = file.orEmpty("Volume", "Driver");
    return new VolumeUnit(
        unit,
        name.isEmpty() ? "systemd-" + unit.substring(0, unit.lastIndexOf('.')) : name,
        file.orEmpty("Volume", "Device"),
        file.orEmpty("Volume", "Type"),
        file.orEmpty("Volume", "Options"),
        driver.isEmpty() ? "local" : driver);
  }

  /** The mount that a volume of this unit really is. */
  MountRequest mount(MountRequest.Volume volume, Specifiers specifiers, Set<String> notes)
      throws InvalidRequestException {
    List<String> opts = Arrays.asList(options.split(",", -1));
    boolean bind = type.equals("bind") || opts.contains("bind") || opts.contains("rbind");
    if (device.isEmpty() || !driver.equals("local") || !bind) {
      if (!device.isEmpty()) {
        notes.add(
            unit
                + ": the volume is mounted from a device of its own"
                + (type.isEmpty() ? "" : " (" + type + ")")
                + ", whose labels are not looked at");
      }
      return new MountRequest.Volume(
          volume.engine(),
          volume.name(),
          driver,
          volume.destination(),
          volume.readOnly(),
          volume.relabel(),
          volume.overlay(),
          volume.subpath());
    }
    Path path;
    try {
      path = Path.of("/").resolve(specifiers.expand(List.of(device)).get(0)).normalize();
    } catch (InvalidPathException e) {
      throw new InvalidRequestException(unit + ": Device: no path can hold this");
    }
    notes.add(unit + ": the volume is really the directory " + path);
    return new MountRequest.Bind(
        volume.engine(),
        path,
        volume.destination(),
        volume.readOnly(),
        volume.relabel(),
        volume.overlay(),
        false,
        true);
  }
}
