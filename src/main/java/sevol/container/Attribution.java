package sevol.container;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whose denial it was, as far as it is proved; an unproved part is null, never a guess.
 *
 * @param container the container, null if unknown
 * @param containerProof by what it is known: {@code cgroup} or {@code mcs}
 * @param mount the mount, null if unknown
 * @param mountProof by what it is known: {@code inode}, {@code path}, or for a mount that a user
 *     named, {@code given}
 * @param hostPath the object itself on the host, null if unknown
 */
public record Attribution(
    @Nullable Container container,
    @Nullable String containerProof,
    @Nullable BindMount mount,
    @Nullable String mountProof,
    @Nullable Path hostPath) {
  /** Nothing is known. */
  public static final Attribution UNKNOWN = new Attribution(null, null, null, null, null);
}
