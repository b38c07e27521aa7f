package sevol.preflight;

import java.nio.file.Path;
import sevol.container.Engine;

/**
 * A bind mount that somebody asks an engine for.
 *
 * @param engine the engine that is asked
 * @param source path on the host, absolute and lexically clean as both engines make it; links in it
 *     are not resolved
 * @param destination path inside the container
 * @param readOnly mounted {@code ro}
 * @param relabel what the engine is asked to do to the labels first
 * @param overlay podman's {@code O}: the source is only read, writes are thrown away
 * @param createsSource the engine makes a missing source directory ({@code docker run -v})
 */
public record MountRequest(
    Engine engine,
    Path source,
    String destination,
    boolean readOnly,
    Relabel relabel,
    boolean overlay,
    boolean createsSource) {

  /** What the engine does to the source's labels before the container starts. */
  public enum Relabel {
    NONE,
    /** {@code :z}: the whole tree to the container file label at s0. */
    SHARED,
    /** {@code :Z}: the whole tree to the container's own level. */
    PRIVATE
  }

  /** {@code ro} or {@code rw}. */
  public String mode() {
    return readOnly ? "ro" : "rw";
  }
}
