package sevol.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of one event: the AVC and USER_AVC records in the order of the log, at least one,
 * with perhaps different {@code comm}, and then the SYSCALL record if there was one.
 *
 * @param id the id they share; null for a record that stands alone without one
 * @param records the records; unmodifiable
 */
public record AuditEvent(@Nullable EventId id, List<AuditRecord> records) {
  public AuditEvent {
    records = List.copyOf(records);
  }

  /** The event's SYSCALL record, null if it has none. */
  public @Nullable AuditRecord syscall() {
    return records.stream().filter(r -> r.type().equals("SYSCALL")).findFirst().orElse(null);
  }
}
