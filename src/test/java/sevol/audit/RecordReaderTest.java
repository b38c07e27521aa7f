package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
  private static final String BODY =
      "avc:  denied  { read } for  pid=7 comm=\"sh\" name=\"a\" dev=\"dm-1\" ino=3"
          + " scontext=u:r:container_t:s0:c1,c2 tcontext=u:object_r:etc_t:s0 tclass=file"
          + " permissive=0";

  private static List<AuditRecord> read(String... lines) {
    List<AuditRecord> records = new ArrayList<>();
    RecordReader reader = new RecordReader(records::add, ZoneOffset.UTC);
    for (String line : lines) {
      reader.accept(line);
    }
    reader.finish();
    return records;
  }

  private static AuditRecord only(String... lines) {
    List<AuditRecord> records = read(lines);
    assertEquals(1, records.size(), () -> records.toString());
    return records.get(0);
  }

  private static String id(AuditRecord record) {
    EventId id = record.id();
    assertNotNull(id);
    return id.text();
  }

  @Test
  void everyShapeGivesTheSameBody() {
    for (String prefix :
        List.of(
            "type=AVC msg=audit(1461440820.123:9): ",
            "node=build7 type=AVC msg=audit(1461440820.123:9): ",
            "10.0.0.7: type=AVC msg=audit(1461440820.123:9): ",
            "audit.log:17:type=AVC msg=audit(1461440820.123:9): ",
            "  # type=AVC msg=audit(1461440820.123:9): ",
            "> > type=AVC msg=audit(1461440820.123:9): ",
            "Apr 23 21:47:00 h kernel: audit: type=1400 audit(1461440820.123:9): ",
            "Apr 23 21:47:00 h kernel: type=1400 audit(1461440820.123:9): ",
            "Apr 23 21:47:00 h audispd[3]: type=AVC msg=audit(1461440820.123:9): ",
            "[  12.345678] audit: type=1400 audit(1461440820.123:9): ",
            "[Sat Apr 23 21:47:00 2016] audit: type=1400 audit(1461440820.123:9): ",
            "type=UNKNOWN[1400] msg=audit(1461440820.123:9): ",
            "kernel: audit(1461440820.123:9): ",
            "type=AVC msg=audit(1461440820.123:9) : ")) {
      AuditRecord record = only(prefix + BODY);
      assertEquals("AVC", record.type(), prefix);
      assertEquals("1461440820.123:9", id(record), prefix);
      assertEquals(Instant.parse("2016-04-23T19:47:00.123Z"), record.time(), prefix);
      assertEquals(BODY, record.body(), prefix);
    }
  }

  @Test
  void journalHasNoIdAndItsDateNoYear() {
    AuditRecord record = only("Apr 23 21:47:00 host audit[7]: AVC " + BODY);
    assertNull(record.id());
    assertNull(record.time());
    assertEquals(BODY, record.body());
  }

  @Test
  void isoPrefixOfTheJournalTellsTheTime() {
    AuditRecord record = only("2016-04-23T21:47:00+0200 host audit[7]: AVC " + BODY);
    assertEquals(Instant.parse("2016-04-23T19:47:00Z"), record.time());
  }

  @Test
  void jsonExportOfTheJournalIsUnescaped() {
    String json = "{\"MESSAGE\":\"AVC " + BODY.replace("\"", "\\\"") + "\",\"_PID\":\"7\"}";
    assertEquals("sh", only(json).fields().first("comm"));
  }

  @Test
  void nodePrefixBelongsToTheId() {
    EventId id = only("node=build7 type=AVC msg=audit(1461440820.123:9): " + BODY).id();
    assertNotNull(id);
    assertEquals("build7", id.node());
  }

  @Test
  void enrichmentIsCutOff() {
    for (String separator : List.of("\u001d", "\u241d")) {
      AuditRecord record =
          only("type=AVC msg=audit(1461440820.123:9): " + BODY + separator + "UID=\"root\"");
      assertEquals(BODY, record.body());
    }
  }

  @Test
  void coloursOfGrepAreRemoved() {
    AuditRecord record =
        only(
            "type=AVC msg=audit(1461440820.123:9): "
                + BODY.replace("avc", "\u001b[01;31mavc\u001b[m"));
    assertEquals(BODY, record.body());
  }

  @Test
  void recordBrokenAtEightyColumnsIsJoined() {
    AuditRecord record =
        only(
            "> type=AVC msg=audit(1461440820.123:9): avc:  denied  { read } for",
            "> pid=7 comm=\"sh\" name=\"a\" dev=\"dm-1\" ino=3",
            "> scontext=u:r:container_t:s0:c1,c2",
            ">",
            "> tcontext=u:object_r:etc_t:s0 tclass=file",
            "> permissive=0",
            "and so it went.");
    assertEquals(BODY.replace("  ", " "), record.body().replace("  ", " "));
  }

  @Test
  void recordBrokenInsideAValueIsJoined() {
    int cut = BODY.indexOf("iner_t");
    AuditRecord record =
        only(
            "type=AVC msg=audit(1461440820.123:9): " + BODY.substring(0, cut), BODY.substring(cut));
    assertEquals(BODY, record.body());
  }

  @Test
  void otherLogLinesAreNoContinuation() {
    AuditRecord record =
        only(
            "Apr 23 21:47:00 host audit[7]: AVC " + BODY,
            "pid=99 scontext=x:y:z tcontext=x:y:z",
            "time=\"2016\" level=error msg=\"tclass=dir\"");
    assertEquals(BODY, record.body());
  }

  @Test
  void recordsJoinedOnOneLineAreTwo() {
    List<AuditRecord> records =
        read(
            "host=a type=AVC msg=audit(1461440820.123:9): "
                + BODY
                + " host=a type=SYSCALL msg=audit(1461440820.123:9): arch=1 pid=8 exe=\"/bin/sh\"");
    assertEquals(List.of("AVC", "SYSCALL"), records.stream().map(AuditRecord::type).toList());
    assertEquals(BODY, records.get(0).body());
    assertEquals("/bin/sh", records.get(1).fields().first("exe"));
  }

  @Test
  void recordQuotedByAProcessIsNotBelieved() {
    // ausearch -i prints what the process wrote; it cannot know its own event's serial number
    AuditRecord record =
        only(
            "type=PROCTITLE msg=audit(04/23/2016 21:47:00.123:9) : proctitle=sh -c"
                + " type=AVC msg=audit(04/23/2016 21:47:00.123:8) : "
                + BODY);
    assertEquals("PROCTITLE", record.type());
  }

  @Test
  void recordsOfOtherTypesAreNotBuilt() {
    assertEquals(
        List.of(),
        read(
            "type=CWD msg=audit(1461440820.123:9): cwd=\"/\"",
            "type=SECCOMP msg=audit(1461440820.123:9): subj=u:r:container_t:s0 comm=\"sh\"",
            "Apr 23 21:47:00 h audit: SELINUX_ERR op=x scontext=a:b:c tcontext=a:b:c tclass=dir"));
  }

  @Test
  void lineNumberIsTheOneItStartsOn() {
    assertEquals(3, only("----", "", "type=AVC msg=audit(1461440820.123:9): " + BODY).line());
  }

  @Test
  void continuationIsBounded() {
    List<String> lines =
        new ArrayList<>(List.of("type=AVC msg=audit(1.1:1): avc: denied { read }"));
    for (int i = 0; i < 100_000; i++) {
      lines.add("name=\"" + "x".repeat(100) + "\"");
    }
    assertTrue(only(lines.toArray(String[]::new)).body().length() < 70_000);
  }

  @Test
  void recordThatEndsAnEventIsToldWithoutItsText() {
    for (String line :
        List.of(
            "type=PROCTITLE msg=audit(1461440820.123:9): proctitle=7368",
            "type=1327 msg=audit(1461440820.123:9): proctitle=\"sh\"")) {
      assertEquals("PROCTITLE", only(line).type());
      assertEquals("1461440820.123:9", id(only(line)));
    }
    assertEquals("EOE", only("type=EOE msg=audit(1461440820.123:9): ").type());
    assertEquals("EOE", only("type=1320 msg=audit(1461440820.123:9): ").type());
  }

  @Test
  void kernelsOwnStreamHasNumbersForTypes() {
    List<AuditRecord> records =
        read(
            "type=1400 msg=audit(1461440820.123:9): " + BODY,
            "type=1300 msg=audit(1461440820.123:9): arch=1 exe=\"/bin/sh\"",
            "type=1307 msg=audit(1461440820.123:9): cwd=\"/\"",
            "type=1107 msg=audit(1461440820.123:10): pid=1 msg='" + BODY + "'");
    assertEquals(
        List.of("AVC", "SYSCALL", "USER_AVC"), records.stream().map(AuditRecord::type).toList());
  }

  @Test
  void liveLineIsToldAtOnce() {
    List<AuditRecord> records = new ArrayList<>();
    RecordReader reader = new RecordReader(records::add, ZoneOffset.UTC);
    for (int i = 1; i < 10; i++) {
      reader.accept("type=AVC msg=audit(1461440820.123:9): " + BODY + "\u001dUID=\"root\"");
      reader.finish();
      assertEquals(i, records.size());
      reader.accept("type=CWD msg=audit(1461440820.123:9): cwd=\"/\"");
      reader.finish();
      assertEquals(i, records.size());
    }
  }
}
