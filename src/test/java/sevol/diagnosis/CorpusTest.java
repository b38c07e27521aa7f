package sevol.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevol.audit.AuditRecord;
import sevol.audit.RecordReader;
import sevol.selinux.AvcReader;
import sevol.selinux.Denial;

/**
 * Records that people posted, with the right answer for each. The keys are explained in
 * corpus/README.md.
 */
class CorpusTest {
  /** Where the program is known to differ from the answer; argued in corpus/RESULT.md. */
  private static final Map<String, Set<String>> DISAGREEMENTS =
      Map.of(
          // a home-made domain, carts-db_t: nothing in the record tells it from any other service
          "156", Set.of("container_denial", "cause"),
          // the pid of a USER_AVC is its object manager's, here dbus-broker, not the source's
          "070", Set.of("pid"));

  static List<Path> cases() throws IOException {
    List<Path> cases = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of("src/test/resources/corpus"), "*.json")) {
      files.forEach(cases::add);
    }
    cases.sort(null);
    return cases;
  }

  @Test
  void corpusIsThere() throws IOException {
    assertEquals(87, cases().size());
  }

  private static JsonObject read(Path file) throws IOException {
    return new Gson().fromJson(Files.readString(file), JsonObject.class);
  }

  private static List<AuditRecord> records(JsonObject json) {
    List<AuditRecord> records = new ArrayList<>();
    RecordReader reader = new RecordReader(records::add);
    for (JsonElement line : json.getAsJsonArray("raw")) {
      reader.accept(line.getAsString());
    }
    reader.finish();
    return records;
  }

  /** The denial of the record that the answer is about. */
  private static Optional<Denial> primary(JsonObject json, List<AuditRecord> records) {
    long line = primaryLine(json.get("primary_line"));
    return records.stream()
        .filter(r -> r.line() == line)
        .flatMap(r -> AvcReader.read(r, null).stream())
        .findFirst();
  }

  private static String cause(Denial denial) {
    return DenialDiagnosis.diagnose(denial, Optional.empty()).cause().word();
  }

  /** The table in RESULT.md is what this program comes to, no better and no worse. */
  @Test
  void sharesAreThoseOfTheTable() throws IOException {
    Map<String, int[]> shares = new TreeMap<>();
    int met = 0;
    for (Path file : cases()) {
      JsonObject json = read(file);
      boolean denied = json.getAsJsonObject("expected").get("denied").getAsBoolean();
      String want = denied ? json.get("cause").getAsString() : "(no denial)";
      String told = primary(json, records(json)).map(CorpusTest::cause).orElse("(no denial)");
      int[] share = shares.computeIfAbsent(want, w -> new int[2]);
      share[0]++;
      share[1] += want.equals(told) ? 1 : 0;
      met += want.equals(told) ? 1 : 0;
    }
    StringBuilder table = new StringBuilder();
    shares.forEach((cause, n) -> table.append(row(cause, n[0], n[1])));
    table.append(row("all", cases().size(), met));
    System.err.println(table);
    assertTrue(met * 10 >= cases().size() * 9, "at least 90 %");
    String result = Files.readString(Path.of("src/test/resources/corpus/RESULT.md"));
    assertTrue(result.contains(table), () -> "RESULT.md has not:\n" + table);
  }

  private static String row(String cause, int cases, int met) {
    return "| " + cause + " | " + cases + " | " + met + " | " + met * 100 / cases + " % |\n";
  }

  @ParameterizedTest
  @MethodSource("cases")
  void recordIsReadAndExplained(Path file) throws IOException {
    JsonObject json = read(file);
    List<AuditRecord> records = records(json);
    long denials = records.stream().filter(r -> AvcReader.read(r, null).isPresent()).count();
    assertEquals(json.get("denials_in_raw").getAsLong(), denials, "denials in raw");

    JsonObject expected = json.getAsJsonObject("expected");
    Optional<Denial> denial = primary(json, records);
    Set<String> known = DISAGREEMENTS.getOrDefault(json.get("id").getAsString(), Set.of());
    Map<String, @Nullable String> differences = new TreeMap<>();
    if (!expected.get("denied").getAsBoolean()) {
      assertTrue(denial.isEmpty(), "no denial");
      return;
    }
    Map<String, @Nullable String> told = told(denial.orElseThrow());
    told.put("cause", cause(denial.get()));
    expected.add("cause", json.get("cause"));
    Set<String> mangled = Set.of();
    if (expected.has("mangled")) {
      List<String> names = new ArrayList<>();
      expected.getAsJsonArray("mangled").forEach(m -> names.add(m.getAsString()));
      mangled = Set.copyOf(names);
    }
    for (Map.Entry<String, @Nullable String> field : told.entrySet()) {
      String want = text(expected.get(field.getKey()));
      boolean same = Objects.equals(want, field.getValue());
      boolean damaged = !same && mangled.contains(field.getKey());
      if (!damaged && same == known.contains(field.getKey())) {
        differences.put(field.getKey(), want + " was told as " + field.getValue());
      }
    }
    assertEquals(Map.of(), differences);
  }

  private static Map<String, @Nullable String> told(Denial d) {
    Map<String, @Nullable String> told = new LinkedHashMap<>();
    told.put("container_denial", String.valueOf(DenialDiagnosis.isContainer(d)));
    told.put("perms", String.join(" ", d.perms()));
    told.put("scontext", string(d.scontext()));
    told.put("tcontext", string(d.tcontext()));
    told.put("tclass", string(d.tclass()));
    told.put("comm", d.comm());
    told.put("name", d.name());
    told.put("path", d.path());
    told.put("dev", d.dev());
    told.put("ino", string(d.ino()));
    told.put("pid", string(d.pid()));
    told.put("permissive", string(d.permissive()));
    told.put("record_type", d.recordType());
    told.put("trawcon", d.trawcon());
    told.put("msg_id", d.id() == null ? null : d.id().text());
    return told;
  }

  private static @Nullable String string(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static @Nullable String text(@Nullable JsonElement value) {
    if (value == null || value.isJsonNull()) {
      return null;
    }
    if (!value.isJsonArray()) {
      return value.getAsString();
    }
    JsonArray array = value.getAsJsonArray();
    List<String> words = new ArrayList<>();
    array.forEach(e -> words.add(e.getAsString()));
    return String.join(" ", words);
  }

  private static long primaryLine(JsonElement value) {
    JsonElement first = value.isJsonArray() ? value.getAsJsonArray().get(0) : value;
    return first.getAsLong() + 1;
  }
}
