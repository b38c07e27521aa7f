package sevol.request;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import sevol.container.Engine;
import sevol.request.MountRequest.Bind;
import sevol.request.MountRequest.Device;
import sevol.request.MountRequest.Volume;

/** A request as a recording would have it, if it was made in the lab's machine. */
final class Readings {
  private static final String USUAL =
      "labels system_u:system_r:container_t:s0:* system_u:object_r:container_file_t:s0:*";

  private Readings() {}

  /** The lines of a request. */
  static List<String> of(ContainerRequest request) {
    List<MountRequest> inherited = new ArrayList<>();
    request.volumesFrom().forEach(from -> inherited.addAll(web(request.engine(), from)));
    List<String> lines = new ArrayList<>();
    request.mountsWith(inherited).forEach(mount -> lines.add(line(mount)));
    boolean systemd = request.labels().kind() == ProcessKind.INIT;
    for (String note : request.notes()) {
      systemd |= note.contains(" is systemd to podman");
      if (note.contains("CDI")) {
        lines.add("cdi " + note.replaceFirst("--device (.*): what.*", "$1"));
      }
    }
    lines.sort(
        Comparator.comparing((String line) -> Lines.words(line + " -").get(2))
            .thenComparing(Comparator.naturalOrder()));
    if (systemd) {
      lines.add("systemd");
    }
    LabelOptions labels = request.labels();
    if (labels.privileged()) {
      lines.add("privileged");
    }
    String text = "labels " + process(labels) + " " + file(labels);
    if (!text.equals(USUAL)) {
      lines.add(text);
    }
    return lines;
  }

  /**
   * A recording without what a request does not say: whether podman mounts selinuxfs, where an
   * overlay is written, a part of an image; and the label that docker stores for a privileged
   * container and does not use.
   */
  static List<String> comparable(Engine engine, List<String> made) {
    List<String> lines = new ArrayList<>(made);
    if (lines.remove("nested")) {
      lines.remove("bind /sys/fs/selinux /sys/fs/selinux rw");
    }
    lines.replaceAll(line -> line.replaceAll(" (upper|work)dir=\\S+", ""));
    lines.replaceAll(line -> line.replaceFirst("^(image .*) subpath=\\S+", "$1"));
    if (engine == Engine.DOCKER && lines.remove("privileged")) {
      String labels = lines.stream().filter(l -> l.startsWith("labels ")).findFirst().orElse(USUAL);
      lines.remove(labels);
      lines.add("privileged");
      lines.add(labels.replaceFirst("^labels \\S+ ", "labels - "));
    }
    return lines;
  }

  /** What {@code --volumes-from web} brings. */
  private static List<MountRequest> web(Engine engine, VolumesFrom from) {
    Relabel relabel = from.relabel();
    boolean ro = from.readOnly(false);
    return List.of(
        new Bind(engine, Path.of("/srv/t/a"), "/web/a", ro, relabel, false, false, true),
        new Bind(
            engine,
            Path.of("/srv/t/b"),
            "/web/b",
            from.readOnly(true),
            relabel,
            false,
            false,
            true),
        new Volume(engine, "data", "local", "/web/v", ro, relabel, false, ""));
  }

  private static String line(MountRequest mount) {
    List<String> line = new ArrayList<>();
    line.add(mount.kind());
    line.add(mount.source().isEmpty() ? "-" : Lines.quoted(mount.source()));
    line.add(Lines.quoted(CleanPath.of(mount.destination())));
    if (mount instanceof Device device) {
      return device(device, line);
    }
    line.add(mount.mode());
    if (mount instanceof Bind bind) {
      extras(line, bind.relabel(), bind.overlay());
      if (!bind.recursive()) {
        line.add("norecurse");
      }
    } else if (mount instanceof Volume volume) {
      extras(line, volume.relabel(), volume.overlay());
      if (!volume.subpath().isEmpty()) {
        line.add("subpath=" + volume.subpath());
      }
    }
    return String.join(" ", line);
  }

  private static void extras(List<String> line, Relabel relabel, boolean overlay) {
    if (relabel != Relabel.NONE) {
      line.add(relabel.option().substring(1));
    }
    if (overlay) {
      line.add("O");
    }
  }

  /** Podman's inspect tells no permissions, and each device of a directory. */
  private static String device(Device device, List<String> line) {
    if (device.engine() == Engine.DOCKER) {
      line.add(device.permissions());
    } else if (device.path().endsWith("devs")) {
      return "device /dev/null " + device.destination() + "/null";
    }
    return String.join(" ", line);
  }

  private static String process(LabelOptions labels) {
    if (labels.unconfined()) {
      return "-";
    }
    Map<String, String> given = labels.values();
    return String.join(
        ":",
        given.getOrDefault("user", "system_u"),
        given.getOrDefault("role", "system_r"),
        given.getOrDefault("type", "container_t"),
        level(labels));
  }

  private static String file(LabelOptions labels) {
    Map<String, String> given = labels.values();
    return String.join(
        ":",
        given.getOrDefault("user", "system_u"),
        "object_r",
        given.getOrDefault("filetype", "container_file_t"),
        disabled(labels) ? "s0:c1022,c1023" : level(labels));
  }

  /** Docker keeps the label of the files, not of the process, for a privileged container. */
  private static boolean disabled(LabelOptions labels) {
    return labels.explicit() ? labels.disabled() : labels.unconfined();
  }

  private static String level(LabelOptions labels) {
    boolean joined = labels.joined() != null && !labels.explicit();
    return labels.values().getOrDefault("level", joined ? "web" : "s0:*");
  }
}
