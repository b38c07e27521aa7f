package sevol.container;

import java.nio.file.Path;

/**
 * A bind mount of a container, as the OCI runtime specification's {@code mounts[]} has it.
 *
 * @param source path on the host
 * @param destination path inside the container
 * @param readOnly mounted {@code ro}
 */
public record BindMount(Path source, Path destination, boolean readOnly) {}
