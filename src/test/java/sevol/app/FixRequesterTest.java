package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.automatic.FixRequests;
import sevol.diagnosis.Cause;
import sevol.ledger.Examples;
import sevol.ledger.FixResult;
import sevol.ledger.FixResults;
import sevol.ledger.Incident;
import sevol.ledger.IncidentKey;
import sevol.ledger.Ledger;

class FixRequesterTest {
  @TempDir private Path temp;

  private final StringWriter said = new StringWriter();
  private long nanos;
  private FixRequests requests;

  @BeforeEach
  void directory() throws IOException {
    requests = new FixRequests(temp.resolve("requests"));
    Files.createDirectory(temp.resolve("automatic"));
  }

  private FixRequester requester(Settings.Apply apply) {
    Settings all =
        new Settings(Path.of(Settings.LOG), false, apply, List.of(Path.of("/srv/ci")), 6);
    PrintWriter out = new PrintWriter(said, true);
    DaemonLog log = new DaemonLog(out, out, false, () -> nanos, () -> {});
    return new FixRequester(all, requests, temp.resolve("ledger"), log, () -> nanos);
  }

  private static Incident incident(Cause cause) {
    Ledger ledger = new Ledger();
    ledger.add(new IncidentKey("/srv/x", cause, "dir", "container_t"), Examples.at(0));
    return ledger.open().get(0);
  }

  @Test
  void asksOnlyWhereThisIsAllowedAndForLabelsThatNobodyChose() throws IOException {
    requester(Settings.Apply.MANUAL).denied(incident(Cause.UNLABELED));
    requester(Settings.Apply.AUTO).denied(incident(Cause.MCS_MISMATCH));
    assertEquals(List.of(), requests.take().ids());
    Incident incident = incident(Cause.UNLABELED);
    requester(Settings.Apply.AUTO).denied(incident);
    assertEquals(List.of(incident.id()), requests.take().ids());
  }

  @Test
  void onceAnHour() throws IOException {
    FixRequester requester = requester(Settings.Apply.AUTO);
    Incident incident = incident(Cause.UNLABELED);
    requester.denied(incident);
    requests.take();
    requester.denied(incident);
    assertEquals(List.of(), requests.take().ids());
    nanos += TimeUnit.HOURS.toNanos(1);
    requester.denied(incident);
    assertEquals(List.of(incident.id()), requests.take().ids());
  }

  @Test
  void whatIsOpenAndNotDecidedIsAskedAgain() throws IOException {
    FixRequester requester = requester(Settings.Apply.AUTO);
    Incident incident = incident(Cause.UNLABELED);
    requester.turn(() -> List.of(incident));
    assertEquals(List.of(incident.id()), requests.take().ids());
    FixResults results = FixResults.read(temp.resolve("automatic"));
    for (FixResult.State state : FixResult.State.values()) {
      results.put(new FixResult(incident.id(), Examples.T0, state, null, "since", null));
      nanos += TimeUnit.HOURS.toNanos(1);
      requester.turn(() -> List.of(incident));
      boolean again = state == FixResult.State.BEGUN || state == FixResult.State.POSTPONED;
      assertEquals(again ? List.of(incident.id()) : List.of(), requests.take().ids(), state.word());
    }
  }

  @Test
  void whatWasRefusedIsAskedAgainWhereItWasDeniedSince() throws IOException {
    FixRequester requester = requester(Settings.Apply.AUTO);
    Incident incident = incident(Cause.UNLABELED);
    FixResults results = FixResults.read(temp.resolve("automatic"));
    for (int seconds : List.of(0, -1)) {
      Instant decided = incident.tally().last().plusSeconds(seconds);
      FixResult.State refused = FixResult.State.REFUSED;
      results.put(new FixResult(incident.id(), decided, refused, null, "not below", null));
      nanos += TimeUnit.HOURS.toNanos(1);
      requester.turn(() -> List.of(incident));
      assertEquals(seconds < 0 ? List.of(incident.id()) : List.of(), requests.take().ids());
    }
  }

  @Test
  void thatItCannotAskIsSaidOnce() throws IOException {
    Files.createFile(temp.resolve("requests"));
    FixRequester requester = requester(Settings.Apply.AUTO);
    requester.denied(incident(Cause.UNLABELED));
    requester.denied(incident(Cause.WRONG_TYPE_LABEL));
    assertEquals(1, said.toString().lines().count(), said.toString());
  }
}
