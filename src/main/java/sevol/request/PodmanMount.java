package sevol.request;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sevol.container.Engine;
import sevol.request.MountRequest.Made.What;

/** The mounts that podman makes of one {@code --mount}: one, but for {@code type=glob}. */
final class PodmanMount {
  /** What podman makes itself. */
  private static final Map<String, What> MADE =
      Map.of(
          "tmpfs", What.TMPFS,
          "ramfs", What.RAMFS,
          "devpts", What.DEVPTS,
          "image", What.IMAGE,
          "artifact", What.ARTIFACT);

  private final String spec;
  private final Path directory;
  private final HostPaths host;
  private final PodmanMountKeys keys;

  PodmanMount(String spec, Path directory, HostPaths host) throws InvalidRequestException {
    this.spec = spec;
    this.directory = directory;
    this.host = host;
    this.keys = new PodmanMountKeys(spec);
  }

  List<MountRequest> parse() throws InvalidRequestException {
    PodmanOptions chosen = new PodmanOptions("--mount " + spec, keys.options);
    String target = keys.target == null ? "" : keys.target;
    String source = keys.source;
    if (keys.type.equals("glob")) {
      return globbed(chosen);
    }
    What what = MADE.get(keys.type);
    if (what != null) {
      return List.of(made(what, target, chosen));
    }
    if (keys.type.equals("volume")) {
      return List.of(
          new MountRequest.Volume(
              Engine.PODMAN,
              source == null ? null : VolumeSpec.name(Engine.PODMAN, "--mount " + spec, source),
              "local",
              target,
              chosen.has("ro"),
              chosen.relabel(),
              false,
              keys.subpath));
    }
    return List.of(bind(source == null ? target : source, target, chosen));
  }

  private MountRequest made(What what, String target, PodmanOptions chosen)
      throws InvalidRequestException {
    boolean image = what == What.IMAGE || what == What.ARTIFACT;
    if (image && keys.source == null) {
      throw keys.invalid("source= must be given");
    }
    if (chosen.relabel() != Relabel.NONE) {
      throw keys.invalid("z and Z are not for type=" + keys.type);
    }
    boolean readOnly = image ? !keys.writable : chosen.has("ro");
    return new MountRequest.Made(
        Engine.PODMAN, what, keys.source == null ? "" : keys.source, target, readOnly);
  }

  /** Every path that the pattern names, at its own place or below the target. */
  private List<MountRequest> globbed(PodmanOptions chosen) throws InvalidRequestException {
    List<String> paths;
    try {
      paths = host.matches(keys.source == null ? "" : keys.source);
    } catch (InvalidRequestException e) {
      throw keys.invalid(String.valueOf(e.getMessage()));
    }
    if (keys.source == null || paths.isEmpty()) {
      throw keys.invalid("no path here matches the source, and podman would not start");
    }
    List<MountRequest> mounts = new ArrayList<>();
    for (String path : paths) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      mounts.add(bind(path, keys.target == null ? path : keys.target + "/" + name, chosen));
    }
    return mounts;
  }

  private MountRequest bind(String path, String destination, PodmanOptions chosen)
      throws InvalidRequestException {
    return new MountRequest.Bind(
        Engine.PODMAN,
        VolumeSpec.path(Engine.PODMAN, "--mount " + spec, path, directory),
        destination,
        chosen.has("ro"),
        chosen.relabel(),
        false,
        false,
        !chosen.has("bind"));
  }
}
