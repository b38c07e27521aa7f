package sevol.request.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevol.request.ContainerRequest;
import sevol.request.InvalidRequestException;
import sevol.request.LabelOptions;
import sevol.request.MountRequest;
import sevol.request.MountRequest.Made.What;
import sevol.request.Relabel;
import sevol.request.VolumesFrom;
import sevol.request.VolumesFrom.Access;

/** Makes a request of one service. */
final class ServiceReader {
  private static final Path SOCKET = Path.of("/var/run/docker.sock");

  private final ComposeProject project;
  private final ServiceScope scope;

  ServiceReader(ComposeProject project, ServiceScope scope) {
    this.project = project;
    this.scope = scope;
  }

  /**
   * The request.
   *
   * @param more volumes that a command adds ({@code run -v})
   */
  ContainerRequest request(List<VolumeEntry> more) throws InvalidRequestException {
    if (scope.get("provider") != null) {
      scope.note("provider: another program provides this service; it has no container");
    }
    Map<String, MountRequest> mounts = mounts(more);
    List<VolumesFrom> others = new ArrayList<>();
    volumesFrom(mounts, others);
    if (scope.get("gpus") != null) {
      scope.note("gpus: the devices that the engine adds are not looked at");
    }
    return new ContainerRequest(
        "service " + scope.name(),
        scope.engine(),
        List.copyOf(mounts.values()),
        others,
        labels(),
        scope.notes());
  }

  /** Mounts by their place in the container; the later entry of a place counts. */
  Map<String, MountRequest> mounts(List<VolumeEntry> more) throws InvalidRequestException {
    Map<String, MountRequest> mounts = new LinkedHashMap<>();
    VolumeMounts volumes = new VolumeMounts(scope, project.name(), project.section("volumes"));
    List<VolumeEntry> entries = new ArrayList<>();
    for (Yaml item : scope.items("volumes")) {
      entries.add(VolumeEntry.of(scope, item));
    }
    entries.addAll(more);
    Map<String, VolumeEntry> byTarget = new LinkedHashMap<>();
    for (VolumeEntry entry : entries) {
      byTarget.put(scope.target(entry.node(), "volumes", entry.target()), entry);
    }
    for (VolumeEntry entry : byTarget.values()) {
      MountRequest mount = volumes.mount(entry, more.contains(entry));
      if (mount != null) {
        mounts.put(mount.destination(), mount);
      }
    }
    if (scope.truth("use_api_socket")) {
      mounts.put(
          SOCKET.toString(),
          new MountRequest.Bind(
              scope.engine(), SOCKET, SOCKET.toString(), false, Relabel.NONE, false, true, true));
    }
    for (String section : List.of("secrets", "configs")) {
      for (MountRequest file : new FileMounts(scope, section, project.section(section)).mounts()) {
        mounts.putIfAbsent(file.destination(), file);
      }
    }
    for (String tmpfs : scope.texts("tmpfs")) {
      String[] part = tmpfs.split(":", 2);
      boolean readOnly = part.length > 1 && List.of(part[1].split(",", -1)).contains("ro");
      mounts.put(part[0], new MountRequest.Made(scope.engine(), What.TMPFS, "", part[0], readOnly));
    }
    for (MountRequest device : new DeviceEntries(scope).devices()) {
      mounts.put(device.destination(), device);
    }
    return mounts;
  }

  private void volumesFrom(Map<String, MountRequest> mounts, List<VolumesFrom> others)
      throws InvalidRequestException {
    for (Yaml item : scope.items("volumes_from")) {
      String text = scope.text(item, "volumes_from");
      boolean container = text.startsWith("container:");
      String[] part = (container ? text.substring("container:".length()) : text).split(":", 2);
      boolean readOnly = part.length > 1 && part[1].equals("ro");
      if (container) {
        others.add(
            new VolumesFrom(part[0], readOnly ? Access.READ_ONLY : Access.AS_THERE, Relabel.NONE));
        continue;
      }
      ServiceScope from = project.scope(part[0]);
      if (from == null) {
        throw scope.invalid(item, "volumes_from", "there is no service " + Shown.name(part[0]));
      }
      if (from.get("volumes_from") != null) {
        scope.note("volumes_from: what " + part[0] + " itself takes from others is left out");
      }
      for (MountRequest mount : new ServiceReader(project, from).mounts(List.of()).values()) {
        taken(mount, readOnly, mounts);
      }
    }
  }

  private static void taken(
      MountRequest mount, boolean readOnly, Map<String, MountRequest> mounts) {
    if (mount instanceof MountRequest.Bind b) {
      mounts.putIfAbsent(
          b.destination(),
          new MountRequest.Bind(
              b.engine(),
              b.path(),
              b.destination(),
              b.readOnly() || readOnly,
              b.relabel(),
              b.overlay(),
              b.createsSource(),
              b.recursive()));
    } else if (mount instanceof MountRequest.Volume v) {
      mounts.putIfAbsent(
          v.destination(),
          new MountRequest.Volume(
              v.engine(),
              v.name(),
              v.driver(),
              v.destination(),
              v.readOnly() || readOnly,
              v.relabel(),
              v.overlay(),
              v.subpath()));
    }
  }

  private LabelOptions labels() throws InvalidRequestException {
    String pid = scope.text("pid");
    String ipc = scope.text("ipc");
    String joined = joined("pid", pid);
    try {
      return LabelOptions.of(
          scope.engine(),
          scope.texts("security_opt"),
          scope.truth("privileged"),
          pid.equals("host") || ipc.equals("host"),
          joined != null ? joined : joined("ipc", ipc));
    } catch (InvalidRequestException e) {
      Yaml options = scope.get("security_opt");
      if (options == null || String.valueOf(e.getMessage()).contains(": service ")) {
        throw e;
      }
      throw scope.invalid(
          options,
          "security_opt",
          scope.engine().command()
              + " refuses one of these; of labels it takes label=disable, and user, role, type,"
              + " level and filetype with a value, as in label=type:container_t");
    }
  }

  private @Nullable String joined(String key, String namespace) throws InvalidRequestException {
    if (namespace.startsWith("container:")) {
      return namespace.substring("container:".length());
    }
    if (!namespace.startsWith("service:")) {
      return null;
    }
    String other = namespace.substring("service:".length());
    ServiceScope there = project.scope(other);
    Yaml node = scope.get(key);
    if (there == null && node != null) {
      throw scope.invalid(node, key, "there is no service " + Shown.name(other));
    }
    String name = there == null ? "" : there.text("container_name");
    return name.isEmpty() ? project.name() + "-" + other + "-1" : name;
  }
}
