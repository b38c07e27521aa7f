package sevol.container;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose denial it was, as far as it is proved; an unproved part is null, never a guess.
 *
 * @param container the container, null if unknown or ambiguous
 * @param containerProof by what it is known: {@code cgroup} or {@code mcs}; null with the container
 * @param mount the mount, null if unknown
 * @param mountProof by what it is known: {@code inode}, {@code path}, or for a mount that a user
 *     named, {@code given}
 * @param hostPath the object itself on the host, null if unknown
 * @param candidates where several known containers have the level of the process and nothing tells
 *     them apart, these (at most {@value #MAX_CANDIDATES}): one of them it was; else empty
 */
public record Attribution(
    @Nullable Container container,
    @Nullable String containerProof,
    @Nullable BindMount mount,
    @Nullable String mountProof,
    @Nullable Path hostPath,
    List<Container> candidates) {
  /** Most containers that are named where one is meant. */
  public static final int MAX_CANDIDATES = 5;

  /** Nothing is known. */
  public static final Attribution UNKNOWN = new Attribution(null, null, null, null, null);

  public Attribution {
    candidates = candidates.stream().limit(MAX_CANDIDATES).toList();
  }

  /** What is not ambiguous. */
  public Attribution(
      @Nullable Container container,
      @Nullable String containerProof,
      @Nullable BindMount mount,
      @Nullable String mountProof,
      @Nullable Path hostPath) {
    this(container, containerProof, mount, mountProof, hostPath, List.of());
  }
}
