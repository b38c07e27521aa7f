package sevol.ledger;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sevol.audit.KernelAuditStatus;

/**
 * The kernel's own counts of audit records, which only root may ask for: a one-shot of root writes
 * them to a file.
 *
 * @param time when it asked
 * @param status what the kernel said
 */
public record KernelCounts(Instant time, KernelAuditStatus status) {
  private static final String NAME = "audit-status.json";
  private static final int MOST_BYTES = 4096;

  /**
   * What reading the file gave.
   *
   * @param counts the counts; null if there are none
   * @param why why there are none, one line with the file's name; null if there are
   */
  public record Reading(@Nullable KernelCounts counts, @Nullable String why) {}

  /** Reads the file in this directory, for example {@code /run/sevol/kernel}. */
  public static Reading read(Path directory) {
    Path file = directory.resolve(NAME);
    try {
      byte[] bytes = AtomicFile.read(file, MOST_BYTES);
      return new Reading(
          counts(StrictObject.parse(new String(bytes, StandardCharsets.UTF_8))), null);
    } catch (JsonParseException e) {
      return new Reading(null, file + ": not what sevol-audit-status.service writes");
    } catch (NoSuchFileException e) {
      return new Reading(null, file + ": not there");
    } catch (AccessDeniedException e) {
      return new Reading(null, file + ": permission denied");
    } catch (IOException e) {
      return new Reading(null, String.valueOf(e.getMessage()));
    }
  }

  private static KernelCounts counts(StrictObject o) {
    return new KernelCounts(
        o.time("time"),
        new KernelAuditStatus(
            o.number("enabled"),
            o.number("failure"),
            o.number("pid"),
            o.number("rate_limit"),
            o.number("backlog_limit"),
            o.number("lost"),
            o.number("backlog")));
  }
}
