package sevol.app;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sevol.audit.AuditRecord;
import sevol.audit.Recent;
import sevol.selinux.Denial;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/**
 * What became of denials a moment ago, so that the same one costs no second look: a container can
 * repeat itself a thousand times a second. First by the very text, which then is not even read;
 * then by all that decides, since a container can also give itself a new name each time. Forgotten
 * after some seconds, since a container that was not known then may be known now.
 */
final class Repeats {
  /** For a denial that is no incident. */
  static final String NO_INCIDENT = "";

  private static final int CAPACITY = 4096;
  private static final int LONGEST_TEXT = 2048;
  private static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier nanoTime;
  private final Map<Object, Known> known = Recent.byUse(CAPACITY);

  Repeats(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * What is remembered.
   *
   * @param incident the incident's id, or {@link #NO_INCIDENT}
   * @param enforced really refused
   * @param perms the permissions denied
   */
  record Known(String incident, boolean enforced, Set<String> perms, long since) {}

  /** All that decides about a denial; the same label and object, whatever the process. */
  private record Deciding(
      String recordType,
      List<String> perms,
      @Nullable SecurityContext scontext,
      @Nullable SecurityContext tcontext,
      @Nullable ObjectClass tclass,
      @Nullable String dev,
      @Nullable Long ino,
      @Nullable Boolean permissive) {
    static Deciding of(Denial d) {
      return new Deciding(
          d.recordType(),
          d.perms(),
          d.scontext(),
          d.tcontext(),
          d.tclass(),
          d.dev(),
          d.ino(),
          d.permissive());
    }
  }

  /** What is remembered of a record with this text but for its pid; null if nothing. */
  @Nullable Known find(AuditRecord record) {
    return valid(known.get(withoutPid(record)));
  }

  /** What is remembered of such a denial; null if nothing. */
  @Nullable Known find(Denial denial) {
    return valid(known.get(Deciding.of(denial)));
  }

  private @Nullable Known valid(@Nullable Known last) {
    return last == null || nanoTime.getAsLong() - last.since > VALID_NANOS ? null : last;
  }

  /** Remembers where a denial belongs. */
  void put(AuditRecord record, Denial denial, String incident) {
    boolean enforced = !Boolean.TRUE.equals(denial.permissive());
    Known now = new Known(incident, enforced, Set.copyOf(denial.perms()), nanoTime.getAsLong());
    known.put(Deciding.of(denial), now);
    remember(record, now);
  }

  /** Remembers another text for the same. */
  void remember(AuditRecord record, Known same) {
    if (record.body().length() <= LONGEST_TEXT) {
      known.put(withoutPid(record), same);
    }
  }

  /** A text cannot be equal to the other kind of key. */
  private static String withoutPid(AuditRecord record) {
    String body = record.body();
    int from = body.indexOf(" pid=");
    int to = from < 0 ? -1 : body.indexOf(' ', from + 1);
    return record.type() + (to < 0 ? body : body.substring(0, from) + body.substring(to));
  }
}
