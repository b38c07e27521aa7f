package sevol.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawLineTest {
  private static final String BODY =
      "avc:  denied  { write } for  pid=1 comm=\"fpm\" name=\"x\" dev=\"dm-2\" ino=7"
          + " scontext=u:r:container_t:s0:c1,c2 tcontext=u:object_r:unlabeled_t:s0 tclass=dir";
  private static final String LINE = "type=AVC msg=audit(1795356625.867:137): " + BODY;

  private static AuditRecord read(String line) {
    return Objects.requireNonNull(RawLine.read(line, 3, ZoneOffset.UTC));
  }

  @Test
  void recordOfAuditdIsReadAsTheLongWayReadsIt() {
    for (String line :
        List.of(
            LINE,
            LINE.replace("AVC", "1400"),
            LINE + "\u001dSUID=\"root\"",
            "type=SYSCALL msg=audit(1795356625.867:137): arch=c000003e syscall=2 exe=\"/bin/sh\"")) {
      List<AuditRecord> longWay = new ArrayList<>();
      RecordReader reader = new RecordReader(longWay::add, ZoneOffset.UTC);
      reader.accept("> "); // a quoting mark in front: not raw any more
      reader.accept("");
      reader.accept(" " + line);
      reader.finish();
      assertEquals(longWay, List.of(read(line)), line);
    }
  }

  @Test
  void enrichmentIsLeftOut() {
    assertEquals(BODY, read(LINE + "\u001dAUID=\"unset\"").body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type=AVC msg=audit(11/22/2026 14:10:25.867:137) : avc:  denied  { write }",
        "type=AVC msg=audit(1795356625.867:137) : avc:  denied  { write }",
        "type=AVC msg=audit(): avc:  denied  { write }",
        "type=AVC msg=audit(1795356625.867:137): avc: comm=\\\"fpm\\\"",
        "type=AVC msg=audit(1795356625.867:137): avc: comm=&quot;fpm&quot;",
        "type=AVC msg=audit(1795356625.867:137): avc: <b>denied</b>",
        "type=AVC msg=audit(1795356625.867:137): avc:\u00a0denied",
        "type=AVC msg=audit(1795356625.867:137",
        "type=USER_AVC msg=audit(1795356625.867:137): pid=1",
        "node=a type=AVC msg=audit(1795356625.867:137): avc:  denied",
      })
  void whateverElseIsLookedAtInEarnest(String line) {
    assertNull(RawLine.read(line, 1, ZoneOffset.UTC));
  }
}
