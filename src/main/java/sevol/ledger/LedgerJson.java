package sevol.ledger;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.audit.Checkpoint;
import sevol.audit.SeenByKernel;
import sevol.diagnosis.Cause;
import sevol.remedy.Advice;

/** What the ledger's file looks like inside. */
final class LedgerJson {
  private static final long VERSION = 1;

  private LedgerJson() {}

  /** The content as the bytes of a file. */
  static byte[] bytes(LedgerContent content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer writer = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
      JsonWriter json = new JsonWriter(writer);
      json.setHtmlSafe(false);
      json.beginObject();
      json.name("ledger").value(VERSION);
      totals(json.name("totals"), content.totals());
      checkpoint(json.name("checkpoint"), content.checkpoint());
      seenByKernel(json.name("kernel_seen"), content.seenByKernel());
      json.name("incidents").beginArray();
      for (Incident incident : content.incidents()) {
        writer.append('\n'); // a line for each, so that people and grep can read it, too
        IncidentJson.write(json, incident);
      }
      json.endArray();
      json.endObject();
      writer.append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail so", e);
    }
    return bytes.toByteArray();
  }

  private static void totals(JsonWriter json, Totals totals) throws IOException {
    json.beginObject();
    json.name("denials").value(totals.denials());
    json.name("logged").value(totals.logged());
    json.name("evicted").value(totals.evicted());
    json.endObject();
  }

  private static void checkpoint(JsonWriter json, @Nullable Checkpoint at) throws IOException {
    if (at == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("device").value(at.device());
    json.name("inode").value(at.inode());
    json.name("offset").value(at.offset());
    json.name("last_id").value(at.lastId());
    json.endObject();
  }

  private static void seenByKernel(JsonWriter json, @Nullable SeenByKernel seen)
      throws IOException {
    if (seen == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("boot_id").value(seen.bootId());
    json.name("ranges").beginArray();
    for (List<Long> range : seen.ranges()) {
      numbers(json, range);
    }
    json.endArray();
    json.endObject();
  }

  private static void numbers(JsonWriter json, List<Long> values) throws IOException {
    json.beginArray();
    for (Long value : values) {
      json.value(value);
    }
    json.endArray();
  }

  /**
   * Reads such bytes.
   *
   * @throws JsonParseException if they are damaged, or of another version
   */
  static LedgerContent content(byte[] bytes) {
    StrictObject file = StrictObject.parse(new String(bytes, StandardCharsets.UTF_8));
    long version = file.number("ledger");
    if (version != VERSION) {
      throw new JsonParseException("format version " + version + ", not " + VERSION);
    }
    StrictObject totals = file.object("totals");
    return new LedgerContent(
        file.objects("incidents").stream().map(LedgerJson::incident).toList(),
        new Totals(totals.number("denials"), totals.number("logged"), totals.number("evicted")),
        checkpoint(file.objectOrNull("checkpoint")),
        seenByKernel(file.objectOrNull("kernel_seen")));
  }

  private static @Nullable Checkpoint checkpoint(@Nullable StrictObject o) {
    return o == null
        ? null
        : new Checkpoint(
            o.number("device"), o.number("inode"), o.number("offset"), o.textOrNull("last_id"));
  }

  private static @Nullable SeenByKernel seenByKernel(@Nullable StrictObject o) {
    return o == null ? null : new SeenByKernel(o.text("boot_id"), o.numberLists("ranges"));
  }

  private static Incident incident(StrictObject o) {
    IncidentKey key =
        new IncidentKey(
            o.textOrNull("source"),
            cause(o.text("cause")),
            o.text("tclass"),
            o.text("process_type"));
    if (!key.id().equals(o.text("id"))) {
      throw new JsonParseException("the id is not that of the key: " + o.text("id"));
    }
    String why = o.textOrNull("closed_why");
    return new Incident(
        key.id(),
        key,
        new Tally(o.number("denials"), o.number("logged"), o.time("first"), o.time("last")),
        o.flag("predicted"),
        o.texts("perms"),
        o.texts("containers"),
        o.flag("ambiguous"),
        sample(o.object("sample")),
        mount(o.objectOrNull("mount")),
        o.text("reason"),
        advice(o.objectOrNull("remedy")),
        o.objects("objects").stream()
            .map(e -> new DeniedObject(e.textOrNull("host_path"), e.textOrNull("tcontext")))
            .toList(),
        why == null ? null : new Closing(o.time("closed"), why));
  }

  private static Cause cause(String word) {
    return Arrays.stream(Cause.values())
        .filter(cause -> cause.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new JsonParseException("no cause: " + word));
  }

  private static Sample sample(StrictObject o) {
    Long pid = o.numberOrNull("pid");
    return new Sample(
        o.textOrNull("event"),
        o.textOrNull("comm"),
        o.textOrNull("exe"),
        o.textOrNull("name"),
        o.textOrNull("path"),
        o.textOrNull("host_path"),
        o.textOrNull("dev"),
        o.numberOrNull("ino"),
        pid == null ? null : pid.intValue(),
        o.textOrNull("scontext"),
        o.textOrNull("tcontext"));
  }

  private static @Nullable SeenMount mount(@Nullable StrictObject o) {
    return o == null
        ? null
        : new SeenMount(o.text("source"), o.text("destination"), o.text("mode").equals("ro"));
  }

  private static @Nullable Advice advice(@Nullable StrictObject o) {
    return o == null
        ? null
        : new Advice(o.text("summary"), o.textLists("commands"), o.texts("notes"));
  }
}
