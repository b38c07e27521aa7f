package sevol.request.compose;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import sevol.request.InvalidRequestException;
import sevol.request.MountRequest;
import sevol.request.MountRequest.Made.What;
import sevol.request.Relabel;

/** Makes mounts of the entries of {@code volumes:}. */
final class VolumeMounts {
  private static final String KEY = "volumes";

  private final ServiceScope scope;
  private final String project;
  private final Yaml.Keys declared;

  /**
   * For one service.
   *
   * @param declared the section {@code volumes}
   */
  VolumeMounts(ServiceScope scope, String project, Yaml.Keys declared) {
    this.scope = scope;
    this.project = project;
    this.declared = declared;
  }

  /**
   * The mount; null for a kind that the engine has only elsewhere.
   *
   * @param command it comes from {@code run -v}, where a volume need not be declared
   */
  @Nullable MountRequest mount(VolumeEntry entry, boolean command) throws InvalidRequestException {
    Yaml node = entry.node();
    String target = scope.target(node, KEY, entry.target());
    return switch (entry.type()) {
      case "bind" -> {
        if (entry.source().isEmpty()) {
          throw scope.invalid(node, KEY, "a bind mount needs a source");
        }
        yield bind(entry, scope.hostPath(node, KEY, entry.source()), target);
      }
      case "volume" ->
          entry.source().isEmpty() ? volume(entry, null, target) : named(entry, target, command);
      case "tmpfs" -> made(entry, What.TMPFS, target);
      case "image" -> made(entry, What.IMAGE, target);
      case "npipe", "cluster" -> {
        scope.note(KEY + ": a mount of type " + entry.type() + " is not looked at");
        yield null;
      }
      default ->
          throw scope.invalid(node, KEY, "no such type; bind, volume, tmpfs and image are known");
    };
  }

  private MountRequest made(VolumeEntry entry, What what, String target) {
    String source = what == What.IMAGE ? entry.source() : "";
    return new MountRequest.Made(scope.engine(), what, source, target, entry.readOnly());
  }

  private MountRequest bind(VolumeEntry entry, Path path, String target) {
    Relabel relabel = relabel(entry.selinux());
    if (relabel != Relabel.NONE && !entry.mountApi().isEmpty()) {
      boolean version = entry.mountApi().startsWith("without");
      scope.note(
          KEY
              + ": compose drops selinux "
              + entry.selinux()
              + " of "
              + target
              + " silently, because of "
              + (version ? "bind " : "")
              + entry.mountApi()
              + ": it then asks the engine in a way that cannot relabel"
              + (version ? " (docker compose 5 no longer does)" : ""));
      relabel = Relabel.NONE;
    }
    return new MountRequest.Bind(
        scope.engine(),
        path,
        target,
        entry.readOnly(),
        relabel,
        false,
        entry.createsSource(),
        entry.recursive());
  }

  private MountRequest named(VolumeEntry entry, String target, boolean command)
      throws InvalidRequestException {
    Yaml declaration = declared.entries().get(entry.source());
    if (declaration == null && command) {
      return volume(entry, new NamedVolume(entry.source(), "local", "", null, false), target);
    }
    if (declaration == null || declaration.tag() == Yaml.Tag.RESET) {
      throw scope.invalid(
          entry.node(), KEY, "the volume " + Shown.name(entry.source()) + " is not declared");
    }
    NamedVolume volume = NamedVolume.of(scope, project, entry.source(), declaration);
    Path device = volume.device();
    if (device != null) {
      scope.note(KEY + ": the volume " + entry.source() + " is really the directory " + device);
      return new MountRequest.Bind(
          scope.engine(),
          device,
          target,
          entry.readOnly(),
          relabel(entry.selinux()),
          false,
          false,
          true);
    }
    if (volume.foreign()) {
      scope.note(
          KEY
              + ": the volume "
              + entry.source()
              + " is mounted from a device of its own"
              + (volume.type().isEmpty() ? "" : " (" + volume.type() + ")")
              + ", whose labels are not looked at");
    }
    return volume(entry, volume, target);
  }

  private MountRequest volume(VolumeEntry entry, @Nullable NamedVolume volume, String target) {
    return new MountRequest.Volume(
        scope.engine(),
        volume == null ? null : volume.name(),
        volume == null ? "local" : volume.driver(),
        target,
        entry.readOnly(),
        relabel(entry.selinux()),
        false,
        entry.subpath());
  }

  private static Relabel relabel(String selinux) {
    return switch (selinux) {
      case "z" -> Relabel.SHARED;
      case "Z" -> Relabel.PRIVATE;
      default -> Relabel.NONE;
    };
  }
}
