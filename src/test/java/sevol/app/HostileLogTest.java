package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.container.ContainerLabels;
import sevol.report.DenialJson;
import sevol.report.DenialReport;
import sevol.report.DenialText;

/** Whatever stands in a log, reading it ends soon, in one piece, with one JSON line a denial. */
class HostileLogTest {
  private static List<String> corpusLines() throws Exception {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(Path.of("src/test/resources/corpus"), "*.json")) {
      all.forEach(files::add);
    }
    files.sort(null);
    List<String> lines = new ArrayList<>();
    for (Path file : files) {
      JsonObject json = new Gson().fromJson(Files.readString(file), JsonObject.class);
      for (JsonElement line : json.getAsJsonArray("raw")) {
        lines.add(line.getAsString());
      }
    }
    return lines;
  }

  private static long explain(byte[] log) throws Exception {
    List<DenialReport> reports = new ArrayList<>();
    GivenMounts mounts = GivenMounts.parse(List.of("/srv/a:/data"));
    new LogExplainer(mounts::attribute, null, ContainerLabels.DEFAULT, reports::add)
        .explain(new ByteArrayInputStream(log));
    DenialText text = new DenialText();
    StringWriter json = new StringWriter();
    for (DenialReport report : reports) {
      text.add(report);
      DenialJson.write(json, report);
    }
    text.write(new StringWriter());
    assertEquals(reports.size(), json.toString().lines().count());
    return reports.size();
  }

  @Test
  void damagedRecordsAreRead() throws Exception {
    List<String> lines = corpusLines();
    Random random = new Random(20261122);
    String strange = "\"'{}()=:,. \t\0\u001b\u001d\u2028<>&;\\%aFc9\n…“";
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder(lines.get(random.nextInt(lines.size())));
      for (int damage = random.nextInt(6); damage > 0 && line.length() > 4; damage--) {
        int at = random.nextInt(line.length());
        char c = strange.charAt(random.nextInt(strange.length()));
        switch (random.nextInt(4)) {
          case 0 -> line.setCharAt(at, c);
          case 1 -> line.insert(at, c);
          case 2 -> line.delete(at, Math.min(line.length(), at + random.nextInt(30)));
          default -> line.insert(at, '\n');
        }
      }
      log.append(line).append('\n');
    }
    explain(log.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void randomBytesAreRead() throws Exception {
    byte[] noise = new byte[1_000_000];
    new Random(7).nextBytes(noise);
    assertEquals(0, explain(noise));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "//",
        "> ",
        "node=",
        "type=AVC ",
        "audit(",
        "avc: ",
        "avc: denied { ",
        "a=",
        "a=\"",
        "scontext=",
        " c1",
        "c1,",
        "msg='",
        "<span>",
        "&quot;",
        "..",
        " …",
        "\\\"",
        "0",
        "s0:c1,"
      })
  void lineOfOneThingOverAndOverIsReadSoon(String thing) {
    String body = thing.repeat(60_000 / thing.length());
    String log =
        String.join(
            "\n",
            body,
            "type=AVC msg=audit(1.1:1): avc: denied { read } for scontext=u:r:t:s0" + body,
            body,
            "type=AVC msg=audit(04/23/2016 21:47:00.1:1) : avc: denied { read } for comm=" + body,
            body + "avc: denied { read } scontext=u:r:container_t:s0 tcontext=" + body,
            "avc: denied {" + body);
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          try {
            explain(log.repeat(3).getBytes(StandardCharsets.UTF_8));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
