package sevol.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands inside {@code audit(…)} of a record: {@code SECONDS.MILLIS:SERIAL} as the kernel
 * prints it, or the interpreted date of {@code ausearch -i}. Records of one event share it.
 *
 * @param text the id as the log spells it, for example {@code 1795356625.867:137}
 * @param time the time it stands for; null where it cannot be known ({@code ..}, a clock from boot)
 * @param serial the serial number, 64 bits; -1 where the record has none
 * @param node the value of a {@code node=} or {@code host=} prefix, null without one
 */
public record EventId(String text, @Nullable Instant time, long serial, @Nullable String node) {
  /** {@code ausearch -i} prints {@code %x %T} of strftime(3); this is its form in C and en_US. */
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{2})/(\\d{2})/(\\d{4}|\\d{2}) (\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,3}))?:.*");

  private static final int LONGEST = 64;

  private static final long[] POWERS = {
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
  };

  /** Before 1973: a clock that counts from boot, not from 1970. */
  private static final long EARLIEST_SECOND = 100_000_000L;

  /**
   * Reads the text inside {@code audit(…)}; whatever it is, it stays the id.
   *
   * @param zone the zone that interpreted dates are in
   */
  public static EventId parse(String text, @Nullable String node, ZoneId zone) {
    return new EventId(text, time(text, zone), serial(text), node);
  }

  /** Reads an id as the kernel prints it. */
  static EventId parse(String text) {
    return parse(text, null, ZoneOffset.UTC);
  }

  /** True if this event did not begin after the other; false where a time is not known. */
  boolean isUpTo(EventId other) {
    if (time == null || other.time == null) {
      return false;
    }
    int order = time.compareTo(other.time);
    return order < 0 || (order == 0 && serial <= other.serial);
  }

  /** The text inside the first {@code audit(…)} of a line; null if there is none. */
  static @Nullable String textOf(String line) {
    int start = line.indexOf("audit(") + 6;
    int end = start < 6 ? -1 : line.indexOf(')', start);
    return end < 0 || end - start > LONGEST ? null : line.substring(start, end);
  }

  private static @Nullable Instant time(String text, ZoneId zone) {
    int dot = text.indexOf('.');
    int colon = text.indexOf(':', dot + 1);
    long second = digits(text, 0, Math.min(dot, 13));
    long fraction = digits(text, dot + 1, Math.min(colon, dot + 11));
    if (second >= 0 && fraction >= 0 && dot <= 12 && colon <= dot + 10) {
      long nano = fraction * POWERS[9 - (colon - dot - 1)];
      return second < EARLIEST_SECOND ? null : Instant.ofEpochSecond(second, nano);
    }
    Matcher date = DATE.matcher(text);
    if (!date.matches()) {
      return null;
    }
    try {
      String millis = date.group(7) == null ? "0" : (date.group(7) + "00").substring(0, 3);
      int year = Integer.parseInt(date.group(3));
      return LocalDateTime.of(
              year < 100 ? 2000 + year : year,
              Integer.parseInt(date.group(1)),
              Integer.parseInt(date.group(2)),
              Integer.parseInt(date.group(4)),
              Integer.parseInt(date.group(5)),
              Integer.parseInt(date.group(6)),
              Integer.parseInt(millis) * 1_000_000)
          .atZone(zone)
          .toInstant();
    } catch (DateTimeException e) {
      return null; // day and month the other way round: another locale's date
    }
  }

  private static long serial(String text) {
    int from = text.lastIndexOf(':') + 1;
    return from == 0 || text.length() - from > 18 ? -1 : digits(text, from, text.length());
  }

  /** Their value, -1 if there are none or something else stands there. */
  private static long digits(String text, int from, int to) {
    long value = from < to ? 0 : -1;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
