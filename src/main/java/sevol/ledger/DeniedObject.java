package sevol.ledger;

import org.jspecify.annotations.Nullable;

/**
 * An object that was denied.
 *
 * @param hostPath its path on the host; null where that is not proved
 * @param tcontext the label it had then; null if the record has none
 */
public record DeniedObject(@Nullable String hostPath, @Nullable String tcontext) {
  public DeniedObject {
    hostPath = Bounds.pathOrNull(hostPath);
    tcontext = Bounds.wordOrNull(tcontext);
  }

  long weight() {
    return Bounds.weight(hostPath) + Bounds.weight(tcontext);
  }
}
