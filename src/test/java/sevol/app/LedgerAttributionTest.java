package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevol.audit.AuditRecord;
import sevol.audit.EventId;
import sevol.container.Attribution;
import sevol.ledger.Examples;
import sevol.ledger.Incident;
import sevol.ledger.Ledger;
import sevol.selinux.AvcReader;
import sevol.selinux.Denial;

/** The ledger knows an incident of inode 368957 on dm-2: denied to "web" at T0, last after 9 s. */
class LedgerAttributionTest {
  private static final String FIRST = "1795356625.867:137";
  private static final String THE_OBJECT = "dev=\"dm-2\" ino=368957";

  private static Attribution told(String event, String object) {
    Ledger ledger = new Ledger();
    ledger.add(Examples.KEY, Examples.at(0));
    ledger.add(Examples.KEY, Examples.at(9));
    Incident incident = ledger.open().get(0);
    EventId id = EventId.parse(event, null, ZoneOffset.UTC);
    String body = "avc: denied { read } for " + object + " scontext=u:r:container_t:s0 tclass=dir";
    AuditRecord record = new AuditRecord("AVC", id, null, 1, body, false);
    Denial denial = AvcReader.read(record, null).orElseThrow();
    return new LedgerAttribution(List.of(incident)).attribute(denial);
  }

  @Test
  void itsOwnEventHasContainerAndMount() {
    Attribution a = told(FIRST, THE_OBJECT);
    assertNotNull(a.container());
    assertEquals("podman web", a.container().engine().command() + " " + a.container().name());
    assertNotNull(a.mount());
    assertEquals(Path.of("/data"), a.mount().destination());
    assertEquals(Path.of("/srv/data/x"), a.hostPath());
    assertEquals("ledger ledger", a.containerProof() + " " + a.mountProof());
  }

  @Test
  void anotherEventOfTheObjectHasTheMountOnly() {
    Attribution a = told("1795356630.000:140", THE_OBJECT);
    assertNull(a.container());
    assertNotNull(a.mount());
    assertEquals(Path.of("/srv/data/x"), a.mount().source());
  }

  @Test
  void anotherObjectOrTimeHasNothing() {
    assertEquals(Attribution.UNKNOWN, told(FIRST, "dev=\"dm-2\" ino=368958"));
    assertEquals(Attribution.UNKNOWN, told(FIRST, "dev=\"dm-3\" ino=368957"));
    assertEquals(Attribution.UNKNOWN, told(FIRST, "name=\"x\""));
    assertEquals(Attribution.UNKNOWN, told("1795356635.000:150", THE_OBJECT));
    assertEquals(Attribution.UNKNOWN, told("1795356620.000:130", THE_OBJECT));
  }
}
