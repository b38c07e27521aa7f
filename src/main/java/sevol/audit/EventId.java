package sevol.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
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
  private static final Pattern EPOCH = Pattern.compile("(\\d{1,12})\\.(\\d{1,9}):.*");

  /** {@code ausearch -i} prints {@code %x %T} of strftime(3); this is its form in C and en_US. */
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{2})/(\\d{2})/(\\d{4}|\\d{2}) (\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,3}))?:.*");

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

  private static @Nullable Instant time(String text, ZoneId zone) {
    Matcher epoch = EPOCH.matcher(text);
    if (epoch.matches()) {
      long second = Long.parseLong(epoch.group(1));
      long nano = Long.parseLong((epoch.group(2) + "00000000").substring(0, 9));
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
    String digits = text.substring(text.lastIndexOf(':') + 1);
    try {
      return digits.length() == text.length() ? -1 : Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
