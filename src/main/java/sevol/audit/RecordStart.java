package sevol.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header of a record in any of the shapes that logs give it, found anywhere in a line: a syslog
 * prefix, a host name or a quoting mark may stand before it.
 *
 * @param record the record with the rest of the line as its body
 * @param at where the header begins in the line
 */
record RecordStart(AuditRecord record, int at) {
  private static final Pattern HEADER =
      Pattern.compile(
          // audit.log, ausearch, kernel log: type=AVC msg=audit(ID): … and type=1400 audit(ID): …
          "(?:\\b(?:node|host)=(?<node>\\S{1,255})\\s{1,8})?"
              + "type=(?<type>[A-Z][A-Z0-9_]*|UNKNOWN\\[\\d{4}\\]|\\d{4})\\s{1,8}(?:msg=)?"
              + "audit\\((?<id>[^()]{0,64})\\)(?<gap>\\s?):?"
              // kernels before 2.6.24, or a type that was cut off: audit(ID): avc: …
              + "|\\baudit\\((?<oldid>[^()]{0,64})\\)\\s?:?(?=\\s*(?:avc:|$))"
              // the journal: audit[PID]: AVC avc: … and audit: SELINUX_ERR …
              + "|\\baudit(?:\\[\\d+\\])?:\\s+(?<jtype>[A-Z][A-Z0-9_]{2,})(?=\\s)"
              // what is left when somebody cuts the id out
              + "|\\btype=(?<cut>[A-Z][A-Z0-9_]{2,})(?=\\s)"
              + "|\\b(?<word>USER_AVC|AVC)(?=\\s+(?:avc:|pid=))"
              + "|\\b(?<bare>avc):(?=\\s+(?:denied|granted)\\b)");

  /** {@code include/uapi/linux/audit.h}; the kernel log prints the number. */
  private static final Map<String, String> NUMBERS =
      Map.of(
          "1107", "USER_AVC",
          "1300", "SYSCALL",
          "1302", "PATH",
          "1307", "CWD",
          "1320", "EOE",
          "1327", "PROCTITLE",
          "1400", "AVC",
          "1401", "SELINUX_ERR",
          "1402", "AVC_PATH",
          "1701", "ANOM_ABEND");

  private static final Pattern ISO =
      Pattern.compile(
          "^\\W{0,4}(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d))\\s");

  private static final DateTimeFormatter ISO_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX]")
          .toFormatter(Locale.ROOT);

  /** The first header of a line, null if there is none. */
  static @Nullable RecordStart find(String line, long number, ZoneId zone) {
    if (!line.contains("avc:") && !line.contains("audit") && !line.contains("type=")) {
      return null;
    }
    Matcher m = HEADER.matcher(line);
    if (!m.find()) {
      return null;
    }
    String id = m.group("id") != null ? m.group("id") : m.group("oldid");
    int body = m.group("bare") != null ? m.start() : m.end();
    String gap = m.group("gap");
    boolean interpreted = (gap != null && !gap.isEmpty()) || (id != null && id.indexOf('/') >= 0);
    AuditRecord record =
        new AuditRecord(
            type(m),
            id == null ? null : EventId.parse(id, m.group("node"), zone),
            id == null ? isoPrefix(line) : null,
            number,
            line.substring(body).strip(),
            interpreted);
    return new RecordStart(record, m.start());
  }

  private static String type(Matcher m) {
    String type = m.group("type");
    for (String other : new String[] {"jtype", "cut", "word"}) {
      type = type != null ? type : m.group(other);
    }
    if (type == null) {
      return "AVC";
    }
    String digits = type.startsWith("UNKNOWN[") ? type.substring(8, type.length() - 1) : type;
    boolean number = Character.isDigit(digits.charAt(0));
    return number ? NUMBERS.getOrDefault(digits, "TYPE_" + digits) : type;
  }

  private static @Nullable Instant isoPrefix(String line) {
    Matcher m = ISO.matcher(line);
    if (!m.find()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(m.group(1).replace(',', '.'), ISO_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
