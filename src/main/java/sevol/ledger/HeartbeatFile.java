package sevol.ledger;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sevol.ledger.Heartbeat.Counters;
import sevol.ledger.Heartbeat.Source;
import sevol.ledger.Heartbeat.State;

/** {@code heartbeat.json} in the daemon's directory below {@code /run}; gone with the boot. */
public final class HeartbeatFile {
  private static final String NAME = "heartbeat.json";
  private static final int MOST_BYTES = 64 << 10;
  private static final long VERSION = 1;

  private final Path directory;
  private final AtomicFile file;

  /** The one in this directory, for example {@code /run/sevol/daemon}. */
  public HeartbeatFile(Path directory) {
    this.directory = directory;
    file = new AtomicFile(in(directory), false);
  }

  /** The file in a directory. */
  static Path in(Path directory) {
    return directory.resolve(NAME);
  }

  /** Replaces it; makes its directory (0750) where no service manager did. */
  public void write(Heartbeat heartbeat) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.setHtmlSafe(false);
    write(json, heartbeat);
    file.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Writes the object, as the file and every report has it. */
  public static void write(JsonWriter json, Heartbeat h) throws IOException {
    json.beginObject();
    json.name("heartbeat").value(VERSION);
    json.name("version").value(h.version());
    json.name("pid").value(h.pid());
    json.name("started").value(time(h.started()));
    json.name("time").value(time(h.time()));
    json.name("log_path").value(h.logPath());
    source(json.name("log"), h.log());
    source(json.name("kernel"), h.kernel());
    counters(json.name("counters"), h.counters());
    json.name("containers").value(h.containers());
    json.name("open_incidents").value(h.openIncidents());
    json.name("ledger_trouble").value(h.ledgerTrouble());
    json.name("ledger_trouble_since").value(time(h.ledgerTroubleSince()));
    json.name("lost_at_start").value(h.lostAtStart());
    json.name("last_loss").value(time(h.lastLoss()));
    json.endObject();
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : IncidentJson.time(time);
  }

  private static void source(JsonWriter json, Source source) throws IOException {
    json.beginObject();
    json.name("state").value(source.state().name().toLowerCase(Locale.ROOT));
    json.name("why").value(source.why());
    json.endObject();
  }

  private static void counters(JsonWriter json, Counters c) throws IOException {
    json.beginObject();
    json.name("lines").value(c.lines());
    json.name("records").value(c.records());
    json.name("denials").value(c.denials());
    json.name("repeats").value(c.repeats());
    json.name("unreadable").value(c.unreadable());
    json.name("cut").value(c.cut());
    json.name("overflows").value(c.overflows());
    json.name("gaps").value(c.gaps());
    json.endObject();
  }

  /**
   * Reads it.
   *
   * @throws IOException also if it is damaged; the message names the file
   */
  public static Heartbeat read(Path directory) throws IOException {
    Path file = in(directory);
    byte[] bytes = AtomicFile.read(file, MOST_BYTES);
    try {
      return heartbeat(StrictObject.parse(new String(bytes, StandardCharsets.UTF_8)));
    } catch (JsonParseException e) {
      throw new DamagedFileException(file, "not a heartbeat of this version's daemon");
    }
  }

  private static Heartbeat heartbeat(StrictObject o) {
    if (o.number("heartbeat") != VERSION) {
      throw new JsonParseException("another version");
    }
    return new Heartbeat(
        o.text("version"),
        o.number("pid"),
        o.time("started"),
        o.time("time"),
        o.text("log_path"),
        source(o.object("log")),
        source(o.object("kernel")),
        counters(o.object("counters")),
        o.number("containers"),
        o.number("open_incidents"),
        o.textOrNull("ledger_trouble"),
        o.timeOrNull("ledger_trouble_since"),
        o.numberOrNull("lost_at_start"),
        o.timeOrNull("last_loss"));
  }

  private static Source source(StrictObject o) {
    String word = o.text("state");
    for (State state : State.values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(word)) {
        return new Source(state, o.textOrNull("why"));
      }
    }
    throw new JsonParseException("no state: " + word);
  }

  private static Counters counters(StrictObject o) {
    return new Counters(
        o.number("lines"),
        o.number("records"),
        o.number("denials"),
        o.number("repeats"),
        o.number("unreadable"),
        o.number("cut"),
        o.number("overflows"),
        o.number("gaps"));
  }
}
