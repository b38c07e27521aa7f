package sevol.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream out of two that tell the same: the log, which can be read again from a checkpoint, and
 * the kernel's own stream, which is there when nobody writes a log. Every event is taken from one
 * of them, whole. The log has precedence: a denial from the kernel waits a second for it. When none
 * comes though the log was read to its end, the log is silent (auditd ended), and the kernel is
 * believed at once until the log speaks again. auditd, when it starts again, is given what the
 * kernel kept for it, which is then dropped as known.
 *
 * <p>Thread-confined.
 */
public final class SourceMerge {
  private static final int MOST_HELD = 4096;
  private static final int MOST_RECORDS = 64;
  private static final int MOST_RANGES = 4096;

  /** AUDIT_SYSCALL is 1300, those that come with it have numbers up to 1399. */
  private static final String OF_SYSTEM_CALL = "type=13";

  /** Records are a few hundred bytes, but a container can make them of several thousand. */
  private static final long MOST_CHARS = 4L << 20;

  /** As many gaps as there can be between those that are held. */
  private static final int MOST_BESIDE = MOST_HELD + 1;

  private static final int MOST_FROM_LOG = 16 * 1024;
  private static final long HOLD_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long TURN_MILLIS = 1000;

  /** The log is nearly in order: long after an event, the event itself does not come. */
  private static final Duration LATE = Duration.ofHours(1);

  private final Consumer<AuditRecord> sink;
  private final String bootId;
  private final SerialRanges fromKernel;

  /** What an earlier boot took from the kernel; its log may still have to be read. */
  private final SeenByKernel earlier;

  private final SerialRanges fromEarlierKernel;
  private final Map<String, Boolean> fromLog = new Recent<>(MOST_FROM_LOG);
  private final Map<String, Held> held = new LinkedHashMap<>();

  /** Of no denial, since the first one that is held. */
  private SerialRanges beside = new SerialRanges(MOST_BESIDE);

  private long heldChars;
  private boolean silent;

  /** A denial from the kernel that the log may still bring. */
  private static final class Held {
    private final EventId id;
    private final List<AuditRecord> records = new ArrayList<>();
    private long chars;
    private boolean timed;
    private long since;

    private Held(EventId id) {
      this.id = id;
    }
  }

  /**
   * Begins where an earlier run ended.
   *
   * @param bootId of this boot
   * @param seen what {@link #snapshot} gave then; null for nothing. What another boot took holds
   *     for the log of that boot.
   * @param logExists false if there is no log yet, which is then silent from the start
   * @param sink what takes the records
   */
  public SourceMerge(
      String bootId, @Nullable SeenByKernel seen, boolean logExists, Consumer<AuditRecord> sink) {
    this.bootId = bootId;
    this.silent = !logExists;
    this.sink = sink;
    SeenByKernel none = new SeenByKernel(bootId, List.of());
    SeenByKernel before = seen == null ? none : seen;
    boolean sameBoot = before.bootId().equals(bootId);
    this.earlier = sameBoot ? none : before;
    this.fromEarlierKernel = SerialRanges.of(earlier.ranges(), MOST_RANGES);
    this.fromKernel = SerialRanges.of(sameBoot ? before.ranges() : List.of(), MOST_RANGES);
  }

  /** Takes a record of the log. */
  public void log(AuditRecord record) {
    silent = false;
    EventId id = record.id();
    if (id == null || id.serial() < 0) {
      sink.accept(record);
      return;
    }
    if (fromKernel.contains(id) || fromEarlierKernel.contains(id)) {
      return;
    }
    if (record.isAvc()) {
      fromLog.put(id.text(), true);
      Held same = held.remove(id.text());
      heldChars -= same == null ? 0 : same.chars;
      if (held.isEmpty()) {
        beside = new SerialRanges(MOST_BESIDE);
      }
      Instant time = id.time();
      if (time != null) {
        fromKernel.forgetBefore(time.minus(LATE));
        fromEarlierKernel.forgetBefore(time.minus(LATE));
      }
    }
    sink.accept(record);
  }

  /**
   * Takes any line of the kernel, before the records that are in it. The events that explain
   * nothing fill the gaps between those that do, so that these are few ranges and not many. Costs
   * next to nothing while the log speaks. A system call's records fill none: its denial may have
   * been dropped on the way here (ENOBUFS), and then the log must still tell of it.
   */
  public void kernelLine(String line) {
    if ((!silent && held.isEmpty()) || line.contains("avc:") || line.startsWith(OF_SYSTEM_CALL)) {
      return;
    }
    String text = EventId.textOf(line);
    if (text == null || fromLog.containsKey(text) || held.containsKey(text)) {
      return;
    }
    EventId id = EventId.parse(text);
    if (id.serial() >= 0) {
      (silent ? fromKernel : beside).add(id);
    }
  }

  /** Takes a record of the kernel. */
  public void kernel(AuditRecord record) {
    EventId id = record.id();
    if (id == null || id.serial() < 0) {
      sink.accept(record);
      return;
    }
    if (fromLog.containsKey(id.text())) {
      return;
    }
    if (silent || fromKernel.contains(id)) {
      fromKernel.add(id);
      sink.accept(record);
      return;
    }
    Held event =
        record.isAvc() ? held.computeIfAbsent(id.text(), t -> new Held(id)) : held.get(id.text());
    if (event == null) {
      return; // of no denial: the kernel writes the AVC first
    }
    event.records.add(record);
    event.chars += record.body().length();
    heldChars += record.body().length();
    if (event.records.size() >= MOST_RECORDS) {
      pass(event);
    } else if (held.size() > MOST_HELD || heldChars > MOST_CHARS) {
      flush(); // all of them, since they are one range then and not as many as there are gaps
    }
  }

  /**
   * Lets time pass.
   *
   * @param nanoTime {@link System#nanoTime}
   * @param logCaughtUp true if the log was just read to its end, as far as it can be read
   * @return after how many milliseconds it should be called again
   */
  public long turn(long nanoTime, boolean logCaughtUp) {
    for (Held event : held.values()) {
      if (!event.timed) {
        event.timed = true;
        event.since = nanoTime;
      }
    }
    Iterator<Held> first = held.values().iterator();
    if (!first.hasNext()) {
      return TURN_MILLIS;
    }
    long left = HOLD_NANOS - (nanoTime - first.next().since);
    if (left > 0 || !logCaughtUp) {
      return Math.max(1, Math.min(TURN_MILLIS, TimeUnit.NANOSECONDS.toMillis(left) + 1));
    }
    silent = true;
    flush();
    return TURN_MILLIS;
  }

  /** Passes on what waits for the log: the end, before the last {@link #snapshot}. */
  public void flush() {
    held.values().forEach(event -> beside.add(event.id));
    fromKernel.addAll(beside);
    beside = new SerialRanges(MOST_BESIDE);
    List.copyOf(held.values()).forEach(this::pass);
  }

  /** True if the log does not bring what the kernel tells. */
  public boolean isLogSilent() {
    return silent;
  }

  /** What to keep, together with what was done with the records that were passed on. */
  public SeenByKernel snapshot() {
    List<List<Long>> ranges = fromKernel.list();
    return ranges.isEmpty() ? earlier : new SeenByKernel(bootId, ranges);
  }

  private void pass(Held event) {
    held.remove(event.id.text());
    heldChars -= event.chars;
    fromKernel.add(event.id);
    event.records.forEach(sink);
  }
}
