package sevol.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One audit record, freed from the shape of the log it stood in.
 *
 * @param type the record's type by name ({@code AVC}, {@code SYSCALL}); {@code TYPE_n} for a number
 *     without a known name
 * @param id the id of its event; null where the log dropped it, as the journal does
 * @param loggedAt the time the log's own line prefix gives, where it is complete (ISO 8601); null
 *     otherwise
 * @param line number of the line it starts on, from 1, among those that its reader was given
 * @param body what follows the header; enrichment and markup removed
 * @param interpreted true for the output of {@code ausearch -i}: values are decoded already and
 *     stand unquoted, blanks and all
 */
public record AuditRecord(
    String type,
    @Nullable EventId id,
    @Nullable Instant loggedAt,
    long line,
    String body,
    boolean interpreted) {

  /** The fields of the whole body. */
  public Fields fields() {
    return Fields.parse(body, interpreted);
  }

  /** True for a denial or a grant, and for AppArmor's records, which have the same type. */
  public boolean isAvc() {
    return type.equals("AVC") || type.equals("USER_AVC");
  }

  /** When it happened, as far as the log tells. */
  public @Nullable Instant time() {
    return id != null && id.time() != null ? id.time() : loggedAt;
  }
}
