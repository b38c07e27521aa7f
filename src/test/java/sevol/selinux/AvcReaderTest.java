package sevol.selinux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sevol.audit.AuditEvent;
import sevol.audit.AuditRecord;

class AvcReaderTest {
  private static AuditRecord record(String type, String body) {
    return new AuditRecord(type, null, null, 1, body, false);
  }

  private static Denial avc(String body) {
    return AvcReader.read(record("AVC", body), null).orElseThrow();
  }

  @Test
  void everyFieldIsRead() {
    Denial d =
        avc(
            "avc:  denied  { read write } for  pid=7 comm=\"sh\" path=\"/a\" dev=\"dm-1\" ino=3"
                + " ioctlcmd=0x5401 scontext=u:r:container_t:s0:c1,c2"
                + " tcontext=u:object_r:unlabeled_t:s0 tclass=file permissive=1"
                + " trawcon=\"u:object_r:gone_t:s0\"");
    assertEquals(List.of("read", "write"), d.perms());
    assertEquals(SecurityContext.of("u:r:container_t:s0:c1,c2"), d.scontext());
    assertEquals(SecurityContext.of("u:object_r:unlabeled_t:s0"), d.tcontext());
    assertEquals(ObjectClass.FILE, d.tclass());
    assertEquals("sh", d.comm());
    assertEquals("/a", d.path());
    assertNull(d.name());
    assertEquals("dm-1", d.dev());
    assertEquals(3L, d.ino());
    assertEquals(7, d.pid());
    assertEquals(true, d.permissive());
    assertEquals("u:object_r:gone_t:s0", d.trawcon());
  }

  @Test
  void inodesOfSixtyFourBitsAreRead() {
    Denial d = avc("avc: denied { read } for ino=9223372036854775807 scontext=u:r:t:s0");
    assertEquals(Long.MAX_VALUE, d.ino());
  }

  @Test
  void absurdNumbersAreLeftOut() {
    Denial d = avc("avc: denied { read } for pid=99999999999 ino=2 496 scontext=u:r:t:s0");
    assertNull(d.pid());
    assertNull(d.ino());
  }

  @Test
  void grantsAndAppArmorAreNoDenials() {
    for (String body :
        List.of(
            "avc:  granted  { read } for scontext=u:r:t:s0 tclass=file",
            "apparmor=\"DENIED\" operation=\"open\" profile=\"docker-default\" name=\"/a\"",
            "apparmor=\"DENIED\" name=\"avc: denied { read } scontext=u:r:t:s0\"",
            "avc:  received policyload notice (seqno=7)")) {
      assertEquals(Optional.empty(), AvcReader.read(record("AVC", body), null), body);
    }
  }

  @Test
  void recordOfAnotherTypeIsNone() {
    AuditRecord record = record("SYSCALL", "avc: denied { read } for scontext=u:r:t:s0");
    assertEquals(Optional.empty(), AvcReader.read(record, null));
  }

  @Test
  void userAvcHidesItsManagersPidAndExecutable() {
    Denial d =
        AvcReader.read(
                record(
                    "USER_AVC",
                    "pid=1 uid=0 subj=u:r:init_t:s0 msg='avc:  denied  { status } for auid=n/a"
                        + " path=\"/x.service\" scontext=u:r:container_t:s0"
                        + " tcontext=u:object_r:unit_t:s0 tclass=service permissive=0"
                        + " exe=\"/usr/lib/systemd/systemd\" sauid=0'"),
                null)
            .orElseThrow();
    assertEquals("USER_AVC", d.recordType());
    assertNull(d.pid());
    assertNull(d.exe());
    assertEquals("container_t", d.scontext() == null ? null : d.scontext().type());
    assertEquals(false, d.permissive());
  }

  @Test
  void executableComesFromTheSyscall() {
    AuditRecord avc = record("AVC", "avc: denied { read } for comm=\"a\" scontext=u:r:t:s0");
    AuditRecord syscall = record("SYSCALL", "comm=\"b\" exe=\"/bin/a\"");
    Denial d = AvcReader.read(new AuditEvent(null, List.of(avc, syscall))).get(0);
    assertEquals("/bin/a", d.exe());
    assertEquals("a", d.comm());
  }

  @Test
  void cutOffRecordIsReadAsFarAsItGoes() {
    Denial d =
        avc("avc: denied { rename } for name=\"tmp\" scontext=u:r:t:s0 tclass=dir permissive");
    assertNull(d.permissive());
    assertNull(d.tcontext());
    assertEquals(ObjectClass.DIR, d.tclass());
  }

  @Test
  void recordWithoutAnyContextCannotBeRead() {
    AuditRecord record = record("AVC", "avc: denied { read } for pid=3");
    assertEquals(Optional.empty(), AvcReader.read(record, null));
    assertTrue(AvcReader.saysDenied(record));
    assertFalse(AvcReader.saysDenied(record("AVC", "avc: granted { read } for pid=3")));
  }

  @Test
  void categoriesThatLostTheirCommaStayTogether() {
    Denial d =
        avc("avc: denied { read } for scontext=u:r:t:s0:c1 c2 tcontext=u:r:t:s0 x tclass=dir");
    assertEquals("u:r:t:s0:c1 c2", String.valueOf(d.scontext()));
    assertEquals("u:r:t:s0", String.valueOf(d.tcontext()));
  }
}
