package sevol.container;

import static sevol.container.JsonFile.array;
import static sevol.container.JsonFile.object;
import static sevol.container.JsonFile.string;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sevol.selinux.SecurityContext;

/**
 * What an OCI runtime bundle's {@code config.json} (runtime specification 1.x) tells of a
 * container.
 *
 * @param processLabel {@code process.selinuxLabel}, null if the process is not confined
 * @param mountLabel {@code linux.mountLabel}, null if there is none
 * @param cgroup {@code linux.cgroupsPath} as written
 * @param mounts bind mounts that a user asked for
 * @param annotations the annotations object, perhaps empty
 */
record OciBundle(
    @Nullable SecurityContext processLabel,
    @Nullable SecurityContext mountLabel,
    @Nullable String cgroup,
    List<BindMount> mounts,
    JsonObject annotations) {
  /**
   * Sources below an engine's own directory of one container or sandbox: resolv.conf, hosts,
   * hostname, shm, secrets, .containerenv. Volumes have an id above {@code _data} too, but are the
   * user's.
   */
  private static final Pattern ENGINES_OWN =
      Pattern.compile(
          ".*/(containers|overlay-containers|sandboxes|io\\.containerd\\.runtime\\.v2\\.task/[^/]+)"
              + "/[0-9a-f]{64}/.*");

  /** What {@code --init} mounts. */
  private static final List<Path> INITS =
      List.of(Path.of("/sbin/docker-init"), Path.of("/dev/init"), Path.of("/run/podman-init"));

  /**
   * Takes one bundle's configuration.
   *
   * @param config where it was read
   * @throws IOException if it is none
   */
  static OciBundle of(Path config, JsonElement spec, int maxMounts) throws IOException {
    JsonObject linux = object(spec, "linux");
    if (string(spec, "ociVersion") == null) {
      throw new IOException(config + ": not an OCI configuration");
    }
    List<BindMount> mounts = new ArrayList<>();
    for (JsonElement mount : array(spec, "mounts")) {
      bind(config, mount).filter(m -> mounts.size() < maxMounts).ifPresent(mounts::add);
    }
    return new OciBundle(
        label(string(object(spec, "process"), "selinuxLabel")),
        label(string(linux, "mountLabel")),
        string(linux, "cgroupsPath"),
        List.copyOf(mounts),
        object(spec, "annotations"));
  }

  private static @Nullable SecurityContext label(@Nullable String text) {
    return text == null ? null : SecurityContext.parse(text).orElse(null);
  }

  private static Optional<BindMount> bind(Path config, JsonElement mount) {
    boolean bind = "bind".equals(string(mount, "type"));
    boolean readOnly = false;
    for (JsonElement e : array(mount, "options")) {
      String option = e instanceof JsonPrimitive p ? p.getAsString() : "";
      switch (option) {
        case "bind", "rbind" -> bind = true;
        case "ro", "rro" -> readOnly = true;
        case "rw" -> readOnly = false;
        default -> {}
      }
    }
    String source = string(mount, "source");
    String destination = string(mount, "destination");
    if (!bind || source == null || destination == null || ENGINES_OWN.matcher(source).matches()) {
      return Optional.empty();
    }
    boolean ro = readOnly;
    return MountTable.pathOf(destination)
        .filter(d -> !INITS.contains(d))
        .flatMap(
            to ->
                MountTable.pathOf(source) // a relative one is relative to the bundle
                    .map(from -> new BindMount(config.resolveSibling(from).normalize(), to, ro)));
  }
}
