package sevol.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import sevol.diagnosis.Cause;

class IncidentKeyTest {
  @Test
  void idStaysOverVersionsOfTheProgram() {
    assertEquals("06162ab04384", Examples.KEY.id());
  }

  @Test
  void everyPartCounts() {
    Set<String> ids =
        Set.of(
            Examples.KEY.id(),
            new IncidentKey("/srv/data/y", Cause.UNLABELED, "dir", "container_t").id(),
            new IncidentKey(null, Cause.UNLABELED, "dir", "container_t").id(),
            new IncidentKey("", Cause.UNLABELED, "dir", "container_t").id(),
            new IncidentKey("/srv/data/x", Cause.UNKNOWN, "dir", "container_t").id(),
            new IncidentKey("/srv/data/x", Cause.UNLABELED, "file", "container_t").id(),
            new IncidentKey("/srv/data/x", Cause.UNLABELED, "dir", "spc_t").id());
    assertEquals(7, ids.size());
    assertTrue(ids.stream().allMatch(id -> id.matches("[0-9a-f]{12}")));
  }

  @Test
  void partsDoNotRunIntoEachOther() {
    assertNotEquals(
        new IncidentKey("/a", Cause.UNKNOWN, "dir", "").id(),
        new IncidentKey("/a", Cause.UNKNOWN, "", "dir").id());
  }

  @Test
  void longSourceIsCutAndItsIdIsThatOfWhatIsKept() {
    IncidentKey key = new IncidentKey("/" + "a".repeat(9000), Cause.UNKNOWN, "dir", "t");
    assertEquals(4096, String.valueOf(key.source()).length());
    assertEquals(key.id(), new IncidentKey(key.source(), Cause.UNKNOWN, "dir", "t").id());
  }
}
