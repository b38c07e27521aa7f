package sevol.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.audit.Checkpoint;
import sevol.audit.SeenByKernel;

/**
 * All that the ledger's file holds, at one moment: one rename moves the incidents and the place in
 * the log that they reach to.
 *
 * @param incidents the incidents, in no set order
 * @param totals everything ever taken in
 * @param checkpoint how far the log was read; null before a log was read
 * @param seenByKernel what the kernel's stream told; null where it was never read
 */
public record LedgerContent(
    List<Incident> incidents,
    Totals totals,
    @Nullable Checkpoint checkpoint,
    @Nullable SeenByKernel seenByKernel) {
  /** What a new ledger begins with. */
  public static final LedgerContent EMPTY = new LedgerContent(List.of(), Totals.NONE, null, null);

  public LedgerContent {
    incidents = List.copyOf(incidents);
  }

  /** The incidents whose id begins so. */
  public List<Incident> withId(String prefix) {
    return incidents.stream().filter(i -> i.id().startsWith(prefix)).toList();
  }

  /** How many are open. */
  public long open() {
    return incidents.stream().filter(Incident::open).count();
  }
}
