package sevol.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import sevol.audit.AuditRecord;
import sevol.diagnosis.Cause;
import sevol.remedy.Advice;
import sevol.selinux.AvcReader;
import sevol.selinux.Denial;

class FindingNotesTest {
  private static final Advice ADVICE = new Advice("do it", List.of(), List.of("the last note"));

  private static String notes(Cause cause, boolean mountKnown, String rest) {
    String body = "avc: denied { read } for " + rest;
    Denial d =
        AvcReader.read(new AuditRecord("AVC", null, null, 1, body, false), null).orElseThrow();
    Advice complete = FindingNotes.complete(ADVICE, d, cause, mountKnown);
    assertTrue(complete.notes().contains("the last note"));
    return String.join("\n", complete.notes());
  }

  @Test
  void blockDeviceAndInodeLeadToTheObject() {
    String notes = notes(Cause.UNLABELED, false, "name=\"d\" dev=\"dm-2\" ino=3 scontext=u:r:t:s0");
    assertTrue(notes.contains("findmnt -rno TARGET -S /dev/dm-2 "), notes);
    assertTrue(notes.contains("-xdev -inum 3 "), notes);
  }

  @Test
  void numberOfANetworkFileSystemLeadsToItsMount() {
    String notes = notes(Cause.NO_XATTR_FILESYSTEM, false, "dev=\"0:68\" ino=3 scontext=u:r:t:s0");
    assertTrue(notes.contains("grep '^0:68 '"), notes);
  }

  @Test
  void nameOfAFileSystemTypeLeadsNowhere() {
    String notes = notes(Cause.UNLABELED, false, "dev=\"tmpfs\" ino=3 scontext=u:r:t:s0");
    assertFalse(notes.contains("findmnt"), notes);
  }

  @Test
  void pathIsOfferedAsTheContainersOnly() {
    String notes =
        notes(Cause.UNLABELED, false, "path=\"/a b\" dev=\"sda1\" ino=3 scontext=u:r:t:s0");
    assertTrue(notes.contains("Destination is above '/a b'"), notes);
  }

  @Test
  void knownMountNeedsNoSearch() {
    assertEquals(
        "the last note",
        notes(Cause.UNLABELED, true, "dev=\"sda1\" ino=3 scontext=u:r:container_t:s0"));
    assertEquals(
        "the last note",
        notes(Cause.NOT_A_FILE, false, "dev=\"sda1\" ino=3 scontext=u:r:container_t:s0"));
  }

  @Test
  void oldPolicyIsSaid() {
    String notes = notes(Cause.UNLABELED, true, "ino=3 scontext=u:r:svirt_lxc_net_t:s0:c1,c2");
    assertTrue(notes.contains("svirt_sandbox_file_t"), notes);
  }
}
