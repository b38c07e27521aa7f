package sevol.container;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.selinux.SecurityContext;

/**
 * A container as its OCI {@code config.json} and its engine's own files tell of it.
 *
 * @param engine the engine that made it
 * @param id 64 hex digits for docker and podman
 * @param name the engine's name for it, null where the engine keeps none or it is not known
 * @param processLabel {@code process.selinuxLabel}; null if the process is not confined
 * @param mountLabel {@code linux.mountLabel}; null if there is none
 * @param cgroup {@code linux.cgroupsPath} as written, null if there is none
 * @param mounts bind mounts that a user asked for; the engine's own (resolv.conf …) left out
 * @param owner the user who can write whatever he likes into the files that tell of it (rootless);
 *     null if only root can
 */
public record Container(
    Engine engine,
    String id,
    @Nullable String name,
    @Nullable SecurityContext processLabel,
    @Nullable SecurityContext mountLabel,
    @Nullable String cgroup,
    List<BindMount> mounts,
    @Nullable Integer owner) {
  public Container {
    mounts = List.copyOf(mounts);
  }

  /** A container of root's engines. */
  public Container(
      Engine engine,
      String id,
      @Nullable String name,
      @Nullable SecurityContext processLabel,
      @Nullable SecurityContext mountLabel,
      @Nullable String cgroup,
      List<BindMount> mounts) {
    this(engine, id, name, processLabel, mountLabel, cgroup, mounts, null);
  }

  /** Name where there is one, else the first twelve digits of the id. */
  public String display() {
    return name != null ? name : id.substring(0, Math.min(12, id.length()));
  }
}
