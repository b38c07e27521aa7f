package sevol.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevol.audit.AuditRecord;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.Engine;
import sevol.diagnosis.Cause;
import sevol.diagnosis.Diagnosis;
import sevol.selinux.AvcReader;

class DenialTextTest {
  private static final Attribution PROVED =
      new Attribution(
          new Container(Engine.PODMAN, "7", "we\nb", null, null, null, List.of()),
          "ledger",
          new BindMount(Path.of("/srv/a"), Path.of("/data"), true),
          "inode",
          null);

  private static DenialReport report(int pid, Attribution attribution) {
    String body =
        "avc: denied { read } for  pid="
            + pid
            + " comm=\"cat\" name=\"a\" dev=\"vdb\" ino=13"
            + " scontext=u:r:container_t:s0 tcontext=u:object_r:unlabeled_t:s0 tclass=dir";
    return new DenialReport(
        AvcReader.read(new AuditRecord("AVC", null, null, 1, body, false), null).orElseThrow(),
        true,
        new Diagnosis(Cause.UNLABELED, "no label"),
        attribution,
        null);
  }

  /** Of one problem one block is printed: with what is proved of any of its denials. */
  @Test
  void provedMountIsShownWhicheverDenialHasIt() throws IOException {
    DenialText text = new DenialText();
    text.add(report(1, Attribution.UNKNOWN));
    text.add(report(2, PROVED));
    text.add(report(3, Attribution.UNKNOWN));
    StringBuilder out = new StringBuilder();
    text.write(out);
    assertEquals(
        List.of(
            "DENIED  container_t (cat, pid 2, and other processes) { read } on dir \"a\"  (vdb"
                + " inode 13)",
            "        3 times",
            "        unlabeled: no label",
            "        container: podman we\\x0Ab, told by ledger",
            "        mount: /srv/a → /data (ro), told by inode"),
        out.toString().lines().toList());
  }
}
