package sevol.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sevol.ledger.Examples.KEY;
import static sevol.ledger.Examples.T0;
import static sevol.ledger.Examples.at;
import static sevol.ledger.Examples.key;
import static sevol.ledger.Examples.sample;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sevol.ledger.Outcome.Change;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  private Incident incident() {
    return Optional.ofNullable(ledger.find(KEY.id())).orElseThrow();
  }

  @Test
  void sameKeyIsOneIncidentWhoeverMeetsIt() {
    assertEquals(Change.NEW, ledger.add(KEY, at(5)).change());
    Sample other = sample("/srv/data/x/b", "system_u:object_r:default_t:s0");
    assertEquals(Change.KNOWN, ledger.add(KEY, at(0, "docker ci", other)).change());
    assertEquals(Change.KNOWN, ledger.add(KEY, Examples.logged(9)).change());

    assertEquals(new Tally(2, 1, T0, T0.plusSeconds(9)), incident().tally());
    assertEquals(List.of("read", "write"), incident().perms());
    assertEquals(List.of("docker ci", "podman web"), incident().containers());
    assertEquals(at(5).sample(), incident().sample());
    assertEquals(2, incident().objects().size());
    assertEquals(new Totals(2, 1, 0), ledger.totals());
  }

  @Test
  void repeatIsOnlyCounted() {
    ledger.add(KEY, at(0));
    assertTrue(ledger.again(KEY.id(), T0.plusSeconds(3), true, Set.of("write", "add_name"), 40));
    assertEquals(new Tally(41, 0, T0, T0.plusSeconds(3)), incident().tally());
    assertEquals(List.of("add_name", "write"), incident().perms());
    assertEquals(41, ledger.totals().denials());
  }

  @Test
  void repeatOfNothingKnownIsNotCounted() {
    assertFalse(ledger.again(KEY.id(), T0, true, Set.of("write"), 1));
    assertEquals(Totals.NONE, ledger.totals());
  }

  @Test
  void closedOneOpensAgainWithANewSample() {
    ledger.add(KEY, at(0));
    ledger.close(KEY.id(), T0.plusSeconds(60), "allowed now");
    assertEquals(List.of(), ledger.open());
    assertFalse(ledger.again(KEY.id(), T0.plusSeconds(61), true, Set.of("write"), 1));

    Sample later = sample("/srv/data/x/later", "system_u:object_r:default_t:s0");
    Outcome outcome = ledger.add(KEY, at(61, "podman web", later));
    assertEquals(Change.REOPENED, outcome.change());
    assertEquals(later, outcome.incident().sample());
    assertEquals(List.of(later.object()), outcome.incident().objects());
    assertEquals(new Tally(2, 0, T0, T0.plusSeconds(61)), outcome.incident().tally());
    assertEquals(1, ledger.open().size());
  }

  @Test
  void recordThatCameLateDoesNotOpenWhatIsCured() {
    ledger.add(KEY, at(0));
    ledger.close(KEY.id(), T0.plusSeconds(60), "allowed now");
    assertTrue(ledger.again(KEY.id(), T0.plusSeconds(59), true, Set.of("write"), 1));
    assertEquals(Change.KNOWN, ledger.add(KEY, at(59)).change());
    assertFalse(incident().open());
    assertEquals(3, incident().tally().denials());
  }

  @Test
  void closingTwiceIsClosingOnce() {
    ledger.add(KEY, at(0));
    assertTrue(ledger.close(KEY.id(), T0, "first").isPresent());
    assertTrue(ledger.close(KEY.id(), T0.plusSeconds(1), "second").isEmpty());
    assertEquals(new Closing(T0, "first"), incident().closed());
    assertTrue(ledger.close("ffffffffffff", T0, "unknown").isEmpty());
  }

  @Test
  void predictionCountsNothingAndADenialMakesItReal() {
    assertEquals(Change.NEW, ledger.predict(KEY, at(0)).change());
    assertEquals(Change.KNOWN, ledger.predict(KEY, at(10)).change());
    assertTrue(incident().predicted());
    assertEquals(new Tally(0, 0, T0, T0.plusSeconds(10)), incident().tally());
    assertEquals(Totals.NONE, ledger.totals());
    assertFalse(ledger.again(KEY.id(), T0.plusSeconds(20), true, Set.of("write"), 1));

    assertEquals(Change.NEW, ledger.add(KEY, at(20)).change());
    assertFalse(incident().predicted());
    assertEquals(new Tally(1, 0, T0.plusSeconds(20), T0.plusSeconds(20)), incident().tally());
    assertEquals(Change.KNOWN, ledger.predict(KEY, at(30)).change());
    assertFalse(incident().predicted());
    assertEquals(1, incident().tally().denials());
  }

  @Test
  void executableIsAddedToTheSampleOfItsEventOnly() {
    ledger.add(KEY, at(0));
    ledger.enrich(KEY.id(), "1795356625.999:138", "/bin/other");
    assertNull(incident().sample().exe());
    ledger.enrich(KEY.id(), "1795356625.867:137", "/bin/busybox");
    ledger.enrich(KEY.id(), "1795356625.867:137", "/bin/again");
    assertEquals("/bin/busybox", incident().sample().exe());
  }

  @Test
  void openOnesComeOldestFirst() {
    ledger.add(key("/b"), at(2));
    ledger.add(key("/a"), at(1));
    assertEquals(List.of("/a", "/b"), ledger.open().stream().map(i -> i.key().source()).toList());
  }

  @Test
  void roomIsMadeByTheOldestClosedThenTheOldestOpen() {
    Ledger full = Examples.ledger(1000);
    full.close(key("/srv/500").id(), T0.plusSeconds(2000), "");
    full.close(key("/srv/600").id(), T0.plusSeconds(1500), "");
    full.add(key("/new/1"), at(3000));
    assertNull(full.find(key("/srv/600").id()));
    assertNotNull(full.find(key("/srv/500").id()));
    full.add(key("/new/2"), at(3000));
    assertNull(full.find(key("/srv/500").id()));
    full.add(key("/new/3"), at(0)); // older than all, and yet what was asked to be kept
    assertNull(full.find(key("/srv/0").id()));
    assertNotNull(full.find(key("/new/3").id()));
    assertEquals(new Totals(1003, 0, 3), full.totals());
    assertEquals(1000, full.open().size());
  }

  @Test
  void predictionsDriveOutNoDenial() {
    Ledger full = new Ledger();
    for (int i = 0; i < 900; i++) {
      full.add(key("/srv/" + i), at(i));
    }
    full.close(key("/srv/0").id(), T0.plusSeconds(1000), "allowed now");
    for (int i = 0; i < 3000; i++) {
      full.predict(key("/home/mallory/" + i), at(2000 + i));
    }
    for (int i = 0; i < 900; i++) {
      assertNotNull(full.find(key("/srv/" + i).id()), "/srv/" + i);
    }
    assertNotNull(full.find(key("/home/mallory/2999").id()), "the latest has its turn");
    assertEquals(2900, full.totals().evicted());
  }

  @Test
  void hostileTextsDoNotMakeTheFileGrowBeyondItsLimit() {
    String nasty = "\u0001".repeat(5000);
    for (int i = 0; i < 1200; i++) {
      for (int object = 0; object < 9; object++) {
        ledger.add(key("/" + i + nasty), at(i, nasty, sample("/" + object + nasty, nasty)));
      }
    }
    int bytes = LedgerJson.bytes(ledger.content(null, null)).length;
    assertTrue(bytes < 12 << 20, () -> bytes + " bytes");
    assertEquals(1200 * 9, ledger.totals().denials());
    assertTrue(ledger.totals().evicted() > 0);
  }

  @Test
  void containersAndObjectsAndPermissionsAreBoundedExamples() {
    for (int i = 0; i < 100; i++) {
      Sample object = sample("/srv/data/x/" + i, "system_u:object_r:unlabeled_t:s0");
      ledger.add(KEY, at(i, "podman c" + i, object));
      ledger.again(KEY.id(), T0, true, Set.of("perm" + i), 1);
    }
    ledger.add(KEY, at(200, "podman c97", at(0).sample()));
    assertEquals(
        List.of("podman c95", "podman c96", "podman c98", "podman c99", "podman c97"),
        incident().containers());
    assertEquals(8, incident().objects().size());
    assertEquals(32, incident().perms().size());
  }

  @Test
  void goesOnWithWhatWasKept() {
    ledger.add(KEY, at(0));
    Ledger restarted = new Ledger(ledger.content(null, null));
    assertEquals(Change.KNOWN, restarted.add(KEY, at(1)).change());
    assertEquals(2, restarted.totals().denials());
  }
}
