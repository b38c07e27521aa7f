package sevol.request.quadlet;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sevol.request.CsvRecord;
import sevol.request.InvalidRequestException;
import sevol.request.TextFiles;

/**
 * The {@code podman run} of a unit, as far as mounts and labels go, in the order of {@code
 * ConvertContainer} in {@code containers/podman:pkg/systemd/quadlet/quadlet.go}.
 */
final class ContainerWords {
  static final String GROUP = "Container";

  private final UnitFile file;
  private final Path unit;
  private final UnitDirectory units;
  private final TextFiles disk;
  private final Set<String> notes;
  private final List<String> words = new ArrayList<>();
  private final Map<String, VolumeUnit> volumes = new LinkedHashMap<>();

  ContainerWords(UnitFile file, Path unit, UnitDirectory units, TextFiles disk, Set<String> notes) {
    this.file = file;
    this.unit = unit;
    this.units = units;
    this.disk = disk;
    this.notes = notes;
  }

  /** The {@code .volume} units that were met, by file name. */
  Map<String, VolumeUnit> volumes() {
    return volumes;
  }

  /** The command. */
  List<String> words() throws InvalidRequestException {
    String image = file.orEmpty(GROUP, "Image");
    String rootfs = file.orEmpty(GROUP, "Rootfs");
    if (image.isEmpty() == rootfs.isEmpty()) {
      throw new InvalidRequestException("one of Image= and Rootfs= must be given");
    }
    words.add("podman");
    file.all(GROUP, "ContainersConfModule").forEach(module -> words.add("--module=" + module));
    words.addAll(file.arguments(GROUP, "GlobalArgs"));
    words.add("run");
    file.all(GROUP, "Tmpfs").forEach(tmpfs -> add("--tmpfs", tmpfs));
    labels();
    devices();
    Boolean readOnly = file.truth(GROUP, "ReadOnly");
    if (readOnly != null) {
      words.add("--read-only=" + readOnly);
    }
    if (Boolean.TRUE.equals(file.truth(GROUP, "VolatileTmp")) && !Boolean.TRUE.equals(readOnly)) {
      add("--tmpfs", "/tmp:rw,size=512M,mode=1777");
    }
    String userns = file.orEmpty(GROUP, "UserNS");
    if (!userns.isEmpty()) {
      add("--userns", userns);
    }
    for (String volume : file.all(GROUP, "Volume")) {
      volume(volume, unit);
    }
    for (String mount : file.arguments(GROUP, "Mount")) {
      add("--mount", mount(mount));
    }
    pod();
    words.addAll(file.arguments(GROUP, "PodmanArgs"));
    if (!rootfs.isEmpty()) {
      words.add("--rootfs");
    }
    words.add(image.isEmpty() ? rootfs : image);
    return words;
  }

  private void add(String option, String value) {
    words.add(option);
    words.add(value);
  }

  private void labels() {
    if (Boolean.TRUE.equals(file.truth(GROUP, "SecurityLabelDisable"))) {
      add("--security-opt", "label=disable");
    }
    if (Boolean.TRUE.equals(file.truth(GROUP, "SecurityLabelNested"))) {
      add("--security-opt", "label=nested");
    }
    for (String kind : List.of("Type", "FileType", "Level")) {
      String value = file.orEmpty(GROUP, "SecurityLabel" + kind);
      if (!value.isEmpty()) {
        add("--security-opt", "label=" + kind.toLowerCase(java.util.Locale.ROOT) + ":" + value);
      }
    }
  }

  private void devices() throws InvalidRequestException {
    for (String device : file.words(GROUP, "AddDevice")) {
      boolean optional = device.startsWith("-");
      String spec = optional ? device.substring(1) : device;
      if (!optional || disk.exists(path(Path.of("/"), spec.split(":", 2)[0], "AddDevice"))) {
        add("--device", spec);
      }
    }
  }

  private void volume(String value, Path from) throws InvalidRequestException {
    String[] part = value.split(":", 3);
    if (part.length == 1 || part[0].isEmpty()) {
      add("-v", part[part.length == 1 ? 0 : 1]);
      return;
    }
    String rest = part.length > 2 ? ":" + part[2] : "";
    add("-v", source(part[0], from, "Volume", false) + ":" + part[1] + rest);
  }

  /** A source that begins with a dot is relative to the unit; a unit's name is its volume. */
  private String source(String source, Path from, String key, boolean images)
      throws InvalidRequestException {
    if (source.startsWith(".")) {
      Path parent = from.getParent();
      return path(parent == null ? from : parent, source, key).toString();
    }
    if (!source.startsWith("/") && source.endsWith(".volume")) {
      String unitName = String.valueOf(path(Path.of("/"), source, key).getFileName());
      Path there =
          units
              .find(unitName)
              .orElseThrow(
                  () -> new InvalidRequestException(key + ": there is no unit of that name"));
      VolumeUnit volume = VolumeUnit.of(unitName, units.read(there));
      volumes.put(source, volume);
      return volume.name();
    }
    if (images && !source.startsWith("/") && source.endsWith(".image")) {
      notes.add(key + ": the unit of an image is not looked at");
    }
    return source;
  }

  private String mount(String spec) throws InvalidRequestException {
    List<String> fields = new ArrayList<>();
    boolean plain = spec.isEmpty();
    for (String field : CsvRecord.read(spec).fields()) {
      boolean source = field.startsWith("source=") || field.startsWith("src=");
      String value = field.substring(field.indexOf('=') + 1);
      fields.add(quoted(source ? "source=" + source(value, unit, "Mount", true) : field));
      plain |= field.matches("type=(?!volume|bind|glob|image).*");
    }
    return plain ? spec : String.join(",", fields);
  }

  private static String quoted(String field) {
    return field.matches("(?s).*[,\"\r\n].*|\\s.*")
        ? '"' + field.replace("\"", "\"\"") + '"'
        : field;
  }

  /** A container in a pod has the mounts of the pod as well. */
  private void pod() throws InvalidRequestException {
    String pod = file.orEmpty(GROUP, "Pod");
    if (pod.isEmpty()) {
      return;
    }
    if (!pod.endsWith(".pod")) {
      throw new InvalidRequestException("Pod= must name a .pod unit");
    }
    Path there =
        units
            .find(String.valueOf(path(Path.of("/"), pod, "Pod").getFileName()))
            .orElseThrow(() -> new InvalidRequestException("Pod: there is no unit of that name"));
    UnitFile pods = units.read(there);
    for (String volume : pods.all("Pod", "Volume")) {
      volume(volume, there);
    }
    notes.add(pod + ": its volumes are added; its other options are not looked at");
  }

  private static Path path(Path base, String path, String key) throws InvalidRequestException {
    try {
      return base.resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw new InvalidRequestException(key + ": no path can hold this");
    }
  }
}
