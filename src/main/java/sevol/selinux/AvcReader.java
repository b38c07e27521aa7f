package sevol.selinux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sevol.audit.AuditEvent;
import sevol.audit.AuditRecord;
import sevol.audit.Fields;

/**
 * AVC records into denials ({@code avc_audit_pre_callback} and {@code avc_audit_post_callback} in
 * {@code security/selinux/avc.c} print them). AppArmor writes records of the same type; grants are
 * no denials; both give nothing.
 */
public final class AvcReader {
  private static final Pattern DENIED =
      Pattern.compile(
          "(?:^\\W{0,8}|msg='?)avc:\\s+denied\\s*(?:\\{([^{}=]{0,1024}?)(?:\\}|(?=\\sfor\\b)|$)|null\\b)?");

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern LEVEL_TAIL =
      Pattern.compile("(?:\\s{1,4}c\\d{1,5}(?:[.,]c\\d{1,5}){0,64}){1,64}");
  private static final int MOST_PERMS = 64;

  private AvcReader() {}

  /** The denials of an event, each with the executable from the event's SYSCALL record. */
  public static List<Denial> read(AuditEvent event) {
    List<Denial> denials = new ArrayList<>();
    for (AuditRecord record : event.records()) {
      read(record, event.syscall()).ifPresent(denials::add);
    }
    return denials;
  }

  /** True if the record says {@code avc: denied}, whether or not the rest can be read. */
  public static boolean saysDenied(AuditRecord record) {
    return record.isAvc() && DENIED.matcher(record.body()).find();
  }

  /**
   * The denial of one record.
   *
   * @return empty if it is none, or if neither a context nor a class can be read
   */
  public static Optional<Denial> read(AuditRecord record, @Nullable AuditRecord syscall) {
    Matcher head = DENIED.matcher(record.body());
    if (!record.isAvc() || !head.find()) {
      return Optional.empty();
    }
    boolean user = record.type().equals("USER_AVC");
    String rest = record.body().substring(head.end());
    Fields f = Fields.parse(user ? stripQuote(rest) : rest, record.interpreted());
    SecurityContext scontext = context(f.last("scontext"));
    SecurityContext tcontext = context(f.last("tcontext"));
    String tclass = word(f.last("tclass"));
    if (scontext == null && tcontext == null && tclass == null) {
      return Optional.empty();
    }
    String exe = f.first("exe");
    if (exe == null && syscall != null) {
      exe = syscall.fields().first("exe");
    }
    return Optional.of(
        new Denial(
            record.id(),
            record.time(),
            record.type(),
            perms(head.group(1)),
            scontext,
            tcontext,
            tclass == null ? null : new ObjectClass(tclass),
            f.first("comm"),
            user ? null : exe, // a USER_AVC names the object manager's
            f.first("name"),
            f.first("path"),
            f.last("dev"),
            number(f.last("ino")),
            pid(f.first("pid")),
            permissive(f.last("permissive")),
            f.last("trawcon")));
  }

  /** The message of a USER_AVC stands in single quotes: {@code msg='avc: …'}. */
  private static String stripQuote(String rest) {
    int close = rest.lastIndexOf('\'');
    return close < 0 ? rest : rest.substring(0, close);
  }

  private static List<String> perms(@Nullable String braces) {
    return braces == null
        ? List.of()
        : WORD.matcher(braces).results().limit(MOST_PERMS).map(r -> r.group()).toList();
  }

  /**
   * Up to the first blank; but ausearch before 4.1 prints {@code s0:c1 c2} for {@code s0:c1,c2}.
   */
  private static @Nullable SecurityContext context(@Nullable String value) {
    if (value == null) {
      return null;
    }
    int blank = value.indexOf(' ');
    boolean whole = blank < 0 || LEVEL_TAIL.matcher(value.substring(blank)).matches();
    return SecurityContext.parse(whole ? value : value.substring(0, blank)).orElse(null);
  }

  private static @Nullable String word(@Nullable String value) {
    if (value == null) {
      return null;
    }
    Matcher m = WORD.matcher(value);
    return m.lookingAt() ? m.group() : null;
  }

  private static @Nullable Long number(@Nullable String value) {
    try {
      return value == null ? null : Long.valueOf(value);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Integer pid(@Nullable String value) {
    Long number = number(value);
    return number == null || number < 0 || number > Integer.MAX_VALUE ? null : number.intValue();
  }

  private static @Nullable Boolean permissive(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    return switch (value.charAt(0)) {
      case '0' -> Boolean.FALSE;
      case '1' -> Boolean.TRUE;
      default -> null;
    };
  }
}
