package sevol.request;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevol.container.Engine;
import sevol.request.MountPlaces.From;
import sevol.request.OptionReader.Option;

/** The options of a run command that concern mounts and labels. */
final class RunOptions {
  private final Engine engine;
  private final Path directory;
  private final HostPaths host;
  private final List<String> notes = new ArrayList<>();
  private final List<String> securityOpts = new ArrayList<>();
  private final List<VolumesFrom> volumesFrom = new ArrayList<>();
  private final Map<String, String> last = new HashMap<>();
  private final MountPlaces places;

  RunOptions(Engine engine, Path directory, HostPaths host) {
    this.engine = engine;
    this.directory = directory;
    this.host = host;
    this.places = new MountPlaces(engine);
  }

  /**
   * The request that these options make.
   *
   * @param command the words after the image
   */
  ContainerRequest read(String subject, List<Option> options, List<String> command)
      throws InvalidRequestException {
    options.forEach(option -> last.put(option.name(), option.value()));
    for (Option option : options) {
      read(option.name(), option.value());
    }
    return new ContainerRequest(
        subject, engine, places.mounts(), volumesFrom, labels(command), notes);
  }

  private void read(String name, String value) throws InvalidRequestException {
    String written = (name.equals("volume") ? "-v" : "--" + name) + " " + value;
    switch (name) {
      case "volume" -> {
        if (value.contains("dir=") && engine == Engine.PODMAN) {
          notes.add(written + ": upperdir and workdir are not looked at");
        }
        MountRequest mount = volume(value);
        if (!mount.destination().startsWith("/")) {
          notes.add(written + ": docker takes all of it for the path of a volume without a name");
        }
        places.add(From.VOLUME, written, mount);
      }
      case "mount" -> {
        for (MountRequest mount : MountSpec.parse(engine, value, directory, host)) {
          places.add(From.MOUNT, written, mount);
        }
      }
      case "tmpfs" -> places.add(From.TMPFS, written, TmpfsSpec.parse(engine, value));
      case "device" -> {
        Optional<MountRequest> device = DeviceSpec.parse(engine, value, directory);
        if (device.isPresent()) {
          places.add(From.DEVICE, written, device.get());
        } else {
          notes.add(written + ": what a CDI name stands for is not looked at");
        }
      }
      case "volumes-from" -> volumesFrom.add(VolumesFromSpec.parse(engine, value));
      case "security-opt" -> securityOpts.add(value);
      case "pid", "ipc", "userns" -> Namespaces.check(engine, name, value);
      case "host", "context", "url", "connection", "remote" ->
          notes.add("--" + name + " may name another host; only this host's files are looked at");
      case "pod" ->
          notes.add(
              written
                  + ": the pod's own mounts, and the label its containers share, are not"
                  + " looked at");
      case "rootfs" -> notes.add("--rootfs: the root directory itself is not looked at");
      case "root", "volumepath", "module", "use-api-socket", "gpus" ->
          notes.add("--" + name + " is not looked at, and may change what is mounted");
      default -> {}
    }
  }

  private MountRequest volume(String value) throws InvalidRequestException {
    return engine == Engine.DOCKER
        ? new DockerVolume(value, last.getOrDefault("volume-driver", "local"), directory).parse()
        : new PodmanVolume(value, directory, host).parse();
  }

  private LabelOptions labels(List<String> command) throws InvalidRequestException {
    String pid = last.getOrDefault("pid", "");
    String ipc = last.getOrDefault("ipc", "");
    String pidContainer = Namespaces.container(pid);
    String ipcContainer = Namespaces.container(ipc);
    if (pidContainer != null && ipcContainer != null && !pidContainer.equals(ipcContainer)) {
      notes.add(
          "--pid and --ipc name two containers; the label of the second is assumed, and docker"
              + " refuses labels that differ");
    }
    LabelOptions labels =
        LabelOptions.of(
            engine,
            securityOpts,
            Truth.of(last.getOrDefault("privileged", "false")).orElse(false),
            pid.equals("host") || ipc.equals("host"),
            ipcContainer != null ? ipcContainer : pidContainer);
    for (String key : labels.values().keySet()) {
      if (String.valueOf(labels.values().get(key)).isEmpty()) {
        notes.add(
            "--security-opt label="
                + key
                + ": has no value; where SELinux is on the container will not start");
      }
    }
    return engine == Engine.PODMAN ? labels.with(PodmanProcess.kind(last, command, notes)) : labels;
  }
}
