package sevol.request.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import sevol.request.ContainerRequest;
import sevol.request.LabelOptions;
import sevol.request.MountRequest;
import sevol.request.VolumesFrom;

/** Requests as text that a person compares. */
public final class Listing {
  private Listing() {}

  /** All of them. */
  public static String of(List<ContainerRequest> requests) {
    StringBuilder text = new StringBuilder();
    for (ContainerRequest request : requests) {
      text.append(request.subject()).append('\n');
      request.mounts().forEach(mount -> text.append("  ").append(mount(mount)).append('\n'));
      for (VolumesFrom from : request.volumesFrom()) {
        text.append("  volumes from ").append(from.container());
        text.append(from.access() == VolumesFrom.Access.READ_ONLY ? " ro" : "")
            .append(from.relabel().option())
            .append('\n');
      }
      String labels = labels(request.labels());
      text.append(labels.isEmpty() ? "" : "  label" + labels + "\n");
      request.notes().forEach(note -> text.append("  note: ").append(note).append('\n'));
    }
    return text.toString();
  }

  /** One mount. */
  public static String mount(MountRequest mount) {
    List<String> words = new ArrayList<>(List.of(mount.kind()));
    words.add(mount.source().isEmpty() ? "-" : mount.source());
    words.add("→ " + mount.destination() + " " + mount.mode());
    if (mount instanceof MountRequest.Bind bind) {
      words.add(bind.relabel().option());
      words.add(bind.overlay() ? "overlay" : "");
      words.add(bind.createsSource() ? "creates" : "");
      words.add(bind.recursive() ? "" : "not recursive");
    } else if (mount instanceof MountRequest.Volume volume) {
      words.add(volume.relabel().option());
      words.add(volume.overlay() ? "overlay" : "");
      words.add(volume.driver().equals("local") ? "" : "driver " + volume.driver());
      words.add(volume.subpath().isEmpty() ? "" : "subpath " + volume.subpath());
    } else if (mount instanceof MountRequest.Device device) {
      words.add(device.permissions());
    }
    words.removeIf(String::isEmpty);
    return String.join(" ", words);
  }

  private static String labels(LabelOptions labels) {
    return (labels.disabled() ? " disable" : "")
        + (labels.values().isEmpty() ? "" : " " + new TreeMap<>(labels.values()))
        + (labels.privileged() ? " privileged" : "")
        + (labels.hostNamespace() ? " host namespace" : "")
        + (labels.joined() == null ? "" : " joins " + labels.joined());
  }
}
