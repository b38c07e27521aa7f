package sevol.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Cause;

/**
 * What makes two denials one incident: neither the process nor its level, which change with every
 * run of a container.
 *
 * @param source the bind mount's source on the host; null where no mount is proved
 * @param cause the cause
 * @param tclass the object's class, empty if the record has none
 * @param processType the type of the process, empty if the record has none
 */
public record IncidentKey(@Nullable String source, Cause cause, String tclass, String processType) {
  private static final int ID_BYTES = 6;

  public IncidentKey {
    source = Bounds.pathOrNull(source);
    tclass = Bounds.word(tclass);
    processType = Bounds.word(processType);
  }

  /** Twelve hex digits that stand for the key, the same after every restart. */
  public String id() {
    String text =
        String.join("\0", source == null ? "" : "at " + source, cause.word(), tclass, processType);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
