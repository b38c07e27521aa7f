package sevol.audit;

import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines of any log, or of any text that quotes one, into audit records. Only records that help to
 * explain a denial (AVC, USER_AVC, SYSCALL) or that end an event (PROCTITLE, EOE) are built; the
 * others are passed over unread, since they are nearly all of a log.
 *
 * <p>A record may go on over several lines where a terminal, a mail or a page broke it. It is
 * handed on when the next one begins, or at {@link #finish}; a live log has whole records, and is
 * read by calling that after each line.
 */
public final class RecordReader {
  private static final Set<String> WANTED =
      Set.of("AVC", "USER_AVC", "SYSCALL", "PROCTITLE", "EOE");

  /** The kernel's own stream has numbers, and {@code EOE}, which auditd does not write. */
  private static final Map<String, String> LAST =
      Map.of("PROCTITLE", "PROCTITLE", "1327", "PROCTITLE", "EOE", "EOE", "1320", "EOE");

  private static final int MOST_LINES = 24;
  private static final int LONGEST = 64 * 1024;

  private static final Pattern KEY = Pattern.compile("([a-z_][a-z0-9_]*)=");
  private static final Pattern CONTEXT_KEY = Pattern.compile("\\b(?:scontext|tcontext|tclass)=");
  private static final Set<String> LAST_KEYS = Set.of("permissive", "srawcon", "trawcon");

  /** Keys that begin lines of other programs' logs, not the rest of a broken record. */
  private static final Set<String> FOREIGN_KEYS = Set.of("time", "level", "ts", "msg", "type");

  private final Consumer<AuditRecord> sink;
  private final ZoneId zone;
  private final boolean wholeLines;
  private long lines;
  private @Nullable AuditRecord pending;
  private final StringBuilder body = new StringBuilder();
  private int pendingLines;

  /** Reads interpreted dates in the machine's own time zone. */
  public RecordReader(Consumer<AuditRecord> sink) {
    this(sink, ZoneId.systemDefault());
  }

  RecordReader(Consumer<AuditRecord> sink, ZoneId zone) {
    this(sink, zone, false);
  }

  private RecordReader(Consumer<AuditRecord> sink, ZoneId zone, boolean wholeLines) {
    this.sink = sink;
    this.zone = zone;
    this.wholeLines = wholeLines;
  }

  /**
   * Reads a live source, of which each line is one record and told at once. A message that a
   * process wrote, and that has the looks of another record in it, stays that message.
   */
  public static RecordReader ofWholeLines(Consumer<AuditRecord> sink) {
    return new RecordReader(sink, ZoneId.systemDefault(), true);
  }

  /** Takes the next line, without its end. */
  public void accept(String line) {
    lines++;
    if (isOtherRawRecord(line)) {
      finish();
      tellLast(line);
      return;
    }
    AuditRecord raw = RawLine.read(line, lines, zone);
    if (raw != null) {
      finish();
      begin(raw);
      return;
    }
    String text = PasteCleaner.clean(line);
    RecordStart start = RecordStart.find(text, lines, zone);
    if (start == null) {
      continuePending(text);
      return;
    }
    AuditRecord open = pending;
    if (open != null && open.id() != null && body.isEmpty() && start.record().id() == null) {
      continuePending(text.substring(start.at())); // "audit(ID):" and its "avc:" on the next line
      return;
    }
    finish();
    begin(start.record());
  }

  /** Hands on the record that was still open. Call it when the log ends or is quiet. */
  public void finish() {
    AuditRecord open = pending;
    pending = null;
    if (open != null && WANTED.contains(open.type())) {
      sink.accept(
          new AuditRecord(
              open.type(),
              open.id(),
              open.loggedAt(),
              open.line(),
              body.toString(),
              open.interpreted()));
    }
  }

  /** A whole record of audit.log that explains nothing, told without looking at all of it. */
  private static boolean isOtherRawRecord(String line) {
    if (!line.startsWith("type=")
        || line.startsWith("AVC", 5)
        || line.startsWith("SYSCALL", 5)
        || line.startsWith("1300", 5)) {
      return false;
    }
    return line.contains(" msg=audit(") && !line.contains("avc:") && !line.contains(" type=");
  }

  /** The record that ends an event is told without what it says. */
  private void tellLast(String line) {
    String type = LAST.get(line.substring(5, line.indexOf(' ')));
    String id = type == null ? null : EventId.textOf(line);
    if (type != null && id != null) {
      EventId event = EventId.parse(id, null, zone);
      sink.accept(new AuditRecord(type, event, null, lines, "", false));
    }
  }

  private void begin(AuditRecord record) {
    pending = record;
    pendingLines = 1;
    body.setLength(0);
    body.append(record.body());
    if (wholeLines) {
      finish();
    } else {
      splitJoined(record);
    }
  }

  /**
   * Records that a paste joined on one line. Only one of the same event is believed: interpreted
   * text may hold anything that a process wrote, but it cannot know its own serial number.
   */
  private void splitJoined(AuditRecord record) {
    EventId id = record.id();
    int again = id == null ? -1 : body.indexOf("msg=audit(" + id.text() + ")");
    int type = again < 0 ? -1 : body.lastIndexOf("type=", again);
    if (type < 0) {
      return;
    }
    int node = Math.max(body.lastIndexOf("node=", type), body.lastIndexOf("host=", type));
    boolean prefixed = node >= 0 && body.substring(node, type).matches("(?:node|host)=\\S+\\s+");
    String rest = body.substring(prefixed ? node : type);
    body.setLength(prefixed ? node : type);
    while (!body.isEmpty() && body.charAt(body.length() - 1) <= ' ') {
      body.setLength(body.length() - 1);
    }
    RecordStart next = RecordStart.find(rest, record.line(), zone);
    finish();
    if (next != null) {
      begin(next.record());
    }
  }

  private void continuePending(String text) {
    String rest = withoutQuoting(text);
    if (pending == null || rest.isEmpty()) {
      return;
    }
    boolean full = pendingLines >= MOST_LINES || body.length() + rest.length() > LONGEST;
    if (full || !continues(rest)) {
      finish();
      return;
    }
    pendingLines++;
    body.append(glue(rest)).append(rest.stripTrailing());
  }

  /** Without the marks that mails, tables and comments put before a line. */
  private static String withoutQuoting(String text) {
    int at = 0;
    while (at < text.length()
        && (text.charAt(at) <= ' ' || ">|#*;+".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return text.substring(at);
  }

  private boolean continues(String rest) {
    Matcher key = KEY.matcher(rest);
    if (key.lookingAt()) {
      return has("tclass=") ? LAST_KEYS.contains(key.group(1)) : !isForeign(key.group(1));
    }
    if (has("tclass=") || !has("avc:")) {
      return body.isEmpty() && rest.startsWith("avc:");
    }
    return endsInside()
        || rest.startsWith("for ")
        || rest.startsWith("{")
        || CONTEXT_KEY.matcher(rest).find();
  }

  private static boolean isForeign(String key) {
    return FOREIGN_KEYS.contains(key);
  }

  /** True if the record broke inside a value, a quotation or the braces. */
  private boolean endsInside() {
    char end = body.charAt(body.length() - 1);
    boolean brace = has("{") && !has("}");
    return end == '=' || end == ',' || brace || quotes() % 2 == 1;
  }

  /** A blank where the break stood between words, nothing where it cut a word. */
  private String glue(String rest) {
    if (body.isEmpty()) {
      return "";
    }
    char end = body.charAt(body.length() - 1);
    boolean cutWord = end == '=' || end == ',' || quotes() % 2 == 1;
    boolean word = KEY.matcher(rest).lookingAt() || rest.matches("(?s)(?:for |[{}]|avc:).*");
    boolean inBraces = has("{") && !has("}");
    return cutWord || (!word && !inBraces) ? "" : " ";
  }

  private boolean has(String part) {
    return body.indexOf(part) >= 0;
  }

  private long quotes() {
    return body.chars().filter(c -> c == '"').count();
  }
}
