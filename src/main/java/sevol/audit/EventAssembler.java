package sevol.audit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins records to events by id. Records of several events interleave, the SYSCALL comes after its
 * AVC (the kernel) or before it ({@code ausearch -i}), and nothing marks the end of an event in a
 * file; so an event stays open until {@value #MOST_OPEN} later ones have begun or {@link #finish}
 * is called. Events without an AVC are dropped.
 */
public final class EventAssembler {
  private static final int MOST_OPEN = 64;
  private static final int MOST_RECORDS = 64;

  private final Consumer<AuditEvent> sink;
  private final Map<Key, Open> open = new LinkedHashMap<>();

  private record Key(String id, @Nullable String node) {}

  /** An event that may still grow. */
  private static final class Open {
    private final EventId id;
    private final List<AuditRecord> denials = new ArrayList<>();
    private @Nullable AuditRecord syscall;

    private Open(EventId id) {
      this.id = id;
    }

    private AuditEvent close() {
      List<AuditRecord> all = new ArrayList<>(denials);
      if (syscall != null) {
        all.add(syscall);
      }
      denials.clear();
      return new AuditEvent(id, all);
    }
  }

  /** Hands each event to the sink, in the order in which the events began. */
  public EventAssembler(Consumer<AuditEvent> sink) {
    this.sink = sink;
  }

  /** Takes the next record of the log. */
  public void accept(AuditRecord record) {
    boolean avc = isAvc(record);
    EventId id = record.id();
    if (id == null || id.serial() < 0) {
      if (avc) {
        sink.accept(new AuditEvent(id, List.of(record)));
      }
      return;
    }
    if (!avc && !record.type().equals("SYSCALL")) {
      return;
    }
    Open event = open.computeIfAbsent(new Key(id.text(), id.node()), k -> new Open(id));
    if (avc) {
      event.denials.add(record);
    } else if (event.syscall == null) {
      event.syscall = record;
    }
    if (event.denials.size() >= MOST_RECORDS) {
      sink.accept(event.close());
    }
    if (open.size() > MOST_OPEN) {
      Iterator<Open> eldest = open.values().iterator();
      emit(eldest.next());
      eldest.remove();
    }
  }

  /** Ends every open event: the log is over, or has been quiet for long enough. */
  public void finish() {
    List<Open> left = List.copyOf(open.values());
    open.clear();
    left.forEach(this::emit);
  }

  private void emit(Open event) {
    if (!event.denials.isEmpty()) {
      sink.accept(event.close());
    }
  }

  private static boolean isAvc(AuditRecord record) {
    return record.type().equals("AVC") || record.type().equals("USER_AVC");
  }
}
