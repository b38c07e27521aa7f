package sevol.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A set of events in little memory: the kernel numbers them one after the other, so that a hundred
 * thousand are one range. The times of its events go with a range, since another boot, or a counter
 * that began anew after 2^32 events, gives the same serials to events of another time.
 */
final class SerialRanges {
  private final int most;
  private final TreeMap<Long, Range> ranges = new TreeMap<>();

  private record Range(long to, long earliest, long latest) {
    Range and(Range other) {
      return new Range(
          Math.max(to, other.to),
          Math.min(earliest, other.earliest),
          Math.max(latest, other.latest));
    }
  }

  /** An empty set of at most so many ranges; the first one is forgotten for one too many. */
  SerialRanges(int most) {
    this.most = most;
  }

  /** A set as {@link #list} gave it; what cannot be a range is left out. */
  static SerialRanges of(List<List<Long>> list, int most) {
    SerialRanges ranges = new SerialRanges(most);
    for (List<Long> r : list) {
      if (r.size() == 4 && r.get(0) >= 0 && r.get(0) <= r.get(1) && r.get(2) <= r.get(3)) {
        ranges.put(r.get(0), new Range(r.get(1), r.get(2), r.get(3)));
      }
    }
    return ranges;
  }

  /** The ranges in ascending order, each as serial from, serial to, earliest, latest. */
  List<List<Long>> list() {
    return ranges.entrySet().stream()
        .map(e -> List.of(e.getKey(), e.getValue().to, e.getValue().earliest, e.getValue().latest))
        .toList();
  }

  boolean contains(EventId id) {
    Map.Entry<Long, Range> at = ranges.floorEntry(id.serial());
    if (at == null || at.getValue().to < id.serial()) {
      return false;
    }
    long time = millis(id.time());
    return time >= at.getValue().earliest && time <= at.getValue().latest;
  }

  void add(EventId id) {
    if (!contains(id)) {
      long time = millis(id.time());
      put(id.serial(), new Range(id.serial(), time, time));
    }
  }

  void addAll(SerialRanges other) {
    other.ranges.forEach(this::put);
  }

  /** Forgets the first range if it ended before this time. */
  void forgetBefore(Instant time) {
    Map.Entry<Long, Range> first = ranges.firstEntry();
    if (first != null && first.getValue().latest < millis(time)) {
      ranges.pollFirstEntry();
    }
  }

  private void put(long serial, Range range) {
    long from = serial;
    Range joined = range;
    Map.Entry<Long, Range> before = ranges.floorEntry(from);
    if (before != null && before.getValue().to >= from - 1) {
      from = before.getKey();
      joined = before.getValue().and(joined);
    }
    Map.Entry<Long, Range> behind = ranges.higherEntry(from);
    while (behind != null && behind.getKey() <= joined.to + 1) {
      joined = joined.and(behind.getValue());
      ranges.remove(behind.getKey());
      behind = ranges.higherEntry(from);
    }
    ranges.put(from, joined);
    if (ranges.size() > most) {
      ranges.pollFirstEntry();
    }
  }

  private static long millis(@Nullable Instant time) {
    return time == null ? 0 : time.toEpochMilli();
  }
}
