package sevol.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins records to events by id. Records of several events interleave, and the SYSCALL comes after
 * its AVC (the kernel) or before it ({@code ausearch -i}). An event ends with its PROCTITLE or EOE
 * record (the last ones that {@code audit_log_exit} of kernel/auditsc.c writes), or at once if it
 * is a message of a user process, which stands alone. Many logs have none of these: then it ends
 * when a record comes that is {@value #LONGEST_SECONDS} seconds younger by its own time, so that
 * the same log always gives the same events, when {@value #MOST_OPEN} later events have begun, or
 * by {@link #finish}. Events without an AVC are dropped.
 */
public final class EventAssembler {
  private static final int MOST_OPEN = 64;
  private static final int MOST_RECORDS = 64;
  private static final int MOST_ENDED = 256;

  /** More than the records of one event are apart, but for one that blocks in its system call. */
  private static final int LONGEST_SECONDS = 2;

  private static final Duration LONGEST = Duration.ofSeconds(LONGEST_SECONDS);
  private static final Set<String> LAST_TYPES = Set.of("PROCTITLE", "EOE");

  private final Sink sink;
  private final Map<Key, Open> open = new LinkedHashMap<>();
  private final Map<Key, Boolean> ended = new Recent<>(MOST_ENDED);

  /** What takes the events. */
  public interface Sink {
    /**
     * An AVC record was read: told at once, when the rest of its event may still come. Not told for
     * an event that ended a short while ago: nothing follows its last record, so the log says it
     * twice.
     *
     * @param soFar the event with the records that came until now
     * @param avc the record: {@link AuditRecord#isAvc}
     */
    default void denied(AuditEvent soFar, AuditRecord avc) {}

    /**
     * An event came to its end, again if the log says it twice; events are told in the order in
     * which they began. One of more than {@value EventAssembler#MOST_RECORDS} denials is told in
     * parts.
     */
    void closed(AuditEvent event);
  }

  private record Key(String id, @Nullable String node) {}

  /** An event that may still grow, or waits for an earlier one to end. */
  private static final class Open {
    private final EventId id;
    private final List<AuditRecord> denials = new ArrayList<>();
    private @Nullable AuditRecord syscall;
    private boolean over;

    private Open(EventId id) {
      this.id = id;
    }

    private AuditEvent soFar() {
      List<AuditRecord> all = new ArrayList<>(denials);
      if (syscall != null) {
        all.add(syscall);
      }
      return new AuditEvent(id, all);
    }

    private boolean isOver(@Nullable Instant now) {
      Instant time = id.time();
      return over || (now != null && time != null && time.plus(LONGEST).isBefore(now));
    }
  }

  /** Hands events and denials to the sink. */
  public EventAssembler(Sink sink) {
    this.sink = sink;
  }

  /** Takes the next record of the log. */
  public void accept(AuditRecord record) {
    EventId id = record.id();
    if (id == null || id.serial() < 0) {
      if (record.isAvc()) {
        AuditEvent event = new AuditEvent(id, List.of(record));
        sink.denied(event, record);
        sink.closed(event);
      }
      return;
    }
    Key key = new Key(id.text(), id.node());
    if (LAST_TYPES.contains(record.type())) {
      end(key);
    } else if (record.isAvc() || record.type().equals("SYSCALL")) {
      join(key, open.computeIfAbsent(key, k -> new Open(id)), record);
      if (record.type().equals("USER_AVC")) {
        end(key);
      }
    }
    emit(id.time());
  }

  private void join(Key key, Open event, AuditRecord record) {
    if (!record.isAvc()) {
      event.syscall = event.syscall == null ? record : event.syscall;
      return;
    }
    event.denials.add(record);
    if (!ended.containsKey(key)) {
      sink.denied(event.soFar(), record);
    }
    if (event.denials.size() >= MOST_RECORDS) {
      sink.closed(event.soFar());
      event.denials.clear();
    }
  }

  /** {@code ausearch} prints the last record first: that one meets no event and ends none. */
  private void end(Key key) {
    Open event = open.get(key);
    if (event != null) {
      event.over = true;
      if (!event.denials.isEmpty()) {
        ended.put(key, true);
      }
    }
  }

  private void emit(@Nullable Instant now) {
    Iterator<Open> eldest = open.values().iterator();
    while (eldest.hasNext()) {
      Open event = eldest.next();
      if (open.size() <= MOST_OPEN && !event.isOver(now)) {
        return;
      }
      eldest.remove();
      close(event);
    }
  }

  /** True while a denial waits for the rest of its event. */
  public boolean denialIsOpen() {
    return open.values().stream().anyMatch(event -> !event.denials.isEmpty());
  }

  /** Ends every open event: the log is over, or has been quiet for long enough. */
  public void finish() {
    List<Open> left = List.copyOf(open.values());
    open.clear();
    left.forEach(this::close);
  }

  private void close(Open event) {
    if (!event.denials.isEmpty()) {
      sink.closed(event.soFar());
    }
  }
}
