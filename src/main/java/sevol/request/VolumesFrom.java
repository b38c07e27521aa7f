package sevol.request;

/**
 * {@code --volumes-from}: the mounts of another container.
 *
 * @param container its name or id
 * @param readOnly {@code ro}: all of them read-only; else as they are there
 * @param relabel {@code z} or {@code Z}
 */
public record VolumesFrom(String container, boolean readOnly, Relabel relabel) {}
