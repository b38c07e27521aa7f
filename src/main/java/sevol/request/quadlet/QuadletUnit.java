package sevol.request.quadlet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sevol.container.Engine;
import sevol.request.ContainerRequest;
import sevol.request.InvalidRequestException;
import sevol.request.MountRequest;
import sevol.request.RunCommand;
import sevol.request.TextFiles;

/** A quadlet {@code .container} unit. */
public final class QuadletUnit {
  private QuadletUnit() {}

  /**
   * Reads a unit, its drop-ins, and the {@code .volume} and {@code .pod} units that it names.
   *
   * @param unit the {@code .container} file, absolute; a template is read as the instance in its
   *     name
   * @throws InvalidRequestException if podman's generator or podman would refuse it; one line that
   *     begins with the file
   */
  public static ContainerRequest read(Path unit, QuadletHost host, TextFiles disk)
      throws InvalidRequestException {
    Path own = unit.normalize().getParent();
    String name = String.valueOf(unit.getFileName());
    if (!name.endsWith(".container") || own == null) {
      throw new InvalidRequestException(shown(unit) + ": only .container units ask for mounts");
    }
    Set<String> notes = new LinkedHashSet<>();
    UnitDirectory units = new UnitDirectory(own, host, disk);
    UnitFile file = units.read(unit.normalize());
    if (!file.has(ContainerWords.GROUP)) {
      throw new InvalidRequestException(shown(unit) + ": no [Container] group");
    }
    ContainerWords words = new ContainerWords(file, unit.normalize(), units, disk, notes);
    try {
      List<String> made = words.words();
      String service = file.orEmpty(ContainerWords.GROUP, "ServiceName");
      if (service.isEmpty()) {
        service = name.substring(0, name.lastIndexOf('.'));
      }
      Specifiers specifiers = new Specifiers(host, service, environment(file), notes);
      ContainerRequest request =
          RunCommand.parse(specifiers.expand(made), directory(file, host, specifiers));
      return finished(name, request, words.volumes(), specifiers, notes);
    } catch (InvalidRequestException e) {
      throw new InvalidRequestException(shown(unit) + ": " + e.getMessage());
    }
  }

  /** Where systemd runs it. */
  private static Path directory(UnitFile file, QuadletHost host, Specifiers specifiers) {
    String given = file.orEmpty("Service", "WorkingDirectory");
    String expanded = given.isEmpty() ? "" : specifiers.expand(List.of(given)).get(0);
    if (expanded.startsWith("/") && expanded.indexOf('\0') < 0) {
      return Path.of(expanded);
    }
    return host.user() || expanded.equals("~") ? host.home() : Path.of("/");
  }

  private static Map<String, String> environment(UnitFile file) {
    Map<String, String> environment = new HashMap<>();
    for (String pair : file.arguments("Service", "Environment")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        environment.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return environment;
  }

  /** The request with this subject, and volumes whose unit names a directory as that directory. */
  private static ContainerRequest finished(
      String subject,
      ContainerRequest request,
      Map<String, VolumeUnit> units,
      Specifiers specifiers,
      Set<String> notes)
      throws InvalidRequestException {
    List<MountRequest> mounts = new ArrayList<>();
    Map<String, VolumeUnit> volumes = new HashMap<>();
    for (VolumeUnit unit : units.values()) {
      volumes.put(specifiers.expand(List.of(unit.name())).get(0), unit);
    }
    for (MountRequest mount : request.mounts()) {
      VolumeUnit unit =
          mount instanceof MountRequest.Volume volume ? volumes.get(volume.source()) : null;
      mounts.add(
          unit != null && mount instanceof MountRequest.Volume volume
              ? unit.mount(volume, specifiers, notes)
              : mount);
    }
    List<String> all = new ArrayList<>(request.notes());
    all.addAll(notes);
    return new ContainerRequest(
        subject, Engine.PODMAN, mounts, request.volumesFrom(), request.labels(), all);
  }

  /** A path in a message of one line. */
  static String shown(Path path) {
    StringBuilder shown = new StringBuilder();
    path.toString()
        .codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean plain =
                  !Character.isISOControl(c)
                      && type != Character.FORMAT
                      && type != Character.LINE_SEPARATOR
                      && type != Character.PARAGRAPH_SEPARATOR
                      && type != Character.SURROGATE;
              shown.append(plain ? Character.toString(c) : String.format("\\u%04x", c));
            });
    return shown.toString();
  }
}
