package sevol.request;

/**
 * {@code --volumes-from}: the mounts of another container.
 *
 * @param container its name or id
 * @param access how they may be used
 * @param relabel podman's {@code z}; docker takes {@code z} and {@code Z} here and does nothing.
 *     For {@link Access#AS_THERE} podman also repeats what the other container's mounts say of
 *     labels
 */
public record VolumesFrom(String container, Access access, Relabel relabel) {
  /** How the mounts may be used here. */
  public enum Access {
    /** Read-only where they are so in the other container. */
    AS_THERE,
    READ_ONLY,
    /** All of them read-write, which podman does as soon as any option but {@code ro} is given. */
    READ_WRITE
  }

  /** Whether a mount is read-only here that is or is not in the other container. */
  public boolean readOnly(boolean there) {
    return access == Access.READ_ONLY || (access == Access.AS_THERE && there);
  }
}
