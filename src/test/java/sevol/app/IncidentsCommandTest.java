package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.diagnosis.Cause;
import sevol.ledger.Examples;
import sevol.ledger.IncidentKey;
import sevol.ledger.Ledger;
import sevol.ledger.Sample;
import sevol.ledger.Sighting;
import sevol.ledger.StatusExamples;
import sevol.remedy.Advice;

class IncidentsCommandTest {
  private static final IncidentKey DEVICE =
      new IncidentKey(null, Cause.DEVICE, "chr_file", "container_t");

  @TempDir private Path temp;
  private final Ledger ledger = new Ledger();

  private Run run(String... args) throws IOException {
    Path state = temp.resolve("ledger");
    StatusExamples.ledger(state, ledger);
    String[] all = new String[args.length + 3];
    all[0] = "incidents";
    all[1] = "--state";
    all[2] = state.toString();
    System.arraycopy(args, 0, all, 3, args.length);
    return Run.of(all);
  }

  private void two() {
    ledger.add(Examples.KEY, Examples.at(0));
    ledger.again(
        Examples.KEY.id(), Examples.T0.plusSeconds(90), true, Set.of("search", "write"), 1203);
    ledger.again(Examples.KEY.id(), Examples.T0, false, Set.of("write"), 3);
    ledger.enrich(Examples.KEY.id(), "1795356625.867:137", "/bin/busybox");
    ledger.add(
        DEVICE,
        new Sighting(
            Examples.T0.plusSeconds(1000),
            true,
            1,
            Set.of("ioctl"),
            List.of("podman a", "docker b"),
            true,
            new Sample(
                null,
                "x\u001b[2J",
                null,
                null,
                "/dev/\nsda",
                null,
                "devtmpfs",
                9L,
                null,
                null,
                null),
            null,
            "a device\u0007",
            new Advice("no label repairs it", List.of(), List.of("a note"))));
  }

  @Test
  void openIncidentsAreShownNewestFirst() throws IOException {
    two();
    Run run = run();
    assertEquals(
        """
        OPEN    918f442240a4  chr_file "/dev/\\x0Asda"  (devtmpfs inode 9)  (mount unknown)
                1 denial at 2026-11-22T14:27:05Z
                device: a device\\x07
                container_t { ioctl } on chr_file; containers: podman a, docker b (ambiguous: they share a level)
                advice: no label repairs it

        OPEN    06162ab04384  /srv/data/x → /data (rw)
                1,204 denials and 3 only logged (permissive), first 2026-11-22T14:10:25Z, last 2026-11-22T14:11:55Z
                unlabeled: the directory carries unlabeled_t
                container_t { search write } on dir; container: podman web
                fix: sudo sevol fix --apply /srv/data/x
        """,
        run.out());
    assertEquals(ExitCode.DENIED, run.code());
  }

  @Test
  void oneIncidentIsShownWithEverything() throws IOException {
    two();
    Run run = run("0616");
    assertEquals(
        """
        OPEN    06162ab04384  /srv/data/x → /data (rw)
                1,204 denials and 3 only logged (permissive), first 2026-11-22T14:10:25Z, last 2026-11-22T14:11:55Z
                unlabeled: the directory carries unlabeled_t
                container_t { search write } on dir; container: podman web
                example: event=1795356625.867:137 comm=touch exe=/bin/busybox pid=9570 name=x dev=dm-2 ino=368957
                process: system_u:system_r:container_t:s0:c47,c929
                object: system_u:object_r:unlabeled_t:s0  /srv/data/x
                fix: sudo sevol fix --apply /srv/data/x
                note: The next container can use it, too.
        """,
        run.out());
    assertEquals(ExitCode.DENIED, run.code());
  }

  @Test
  void closedOnesAreShownWhenAskedFor() throws IOException {
    two();
    ledger.close(DEVICE.id(), Examples.T0.plusSeconds(2000), "gone");
    ledger.close(Examples.KEY.id(), Examples.T0.plusSeconds(2000), "allowed now: x");
    Run open = run();
    assertEquals("no open incident\nclosed incidents, which --all shows: 2\n", open.out());
    assertEquals(ExitCode.FINE, open.code());
    Run all = run("--all");
    assertTrue(all.out().startsWith("CLOSED  918f442240a4"), all.out());
    assertTrue(all.out().contains("\n        closed 2026-11-22T14:43:45Z: allowed now: x\n"));
    assertTrue(all.out().endsWith("no open incident\n"));
    assertEquals(ExitCode.FINE, run("918f").code());
  }

  @Test
  void predictedOneSaysSo() throws IOException {
    ledger.predict(Examples.KEY, Examples.at(0));
    assertTrue(
        run()
            .out()
            .contains(
                "predicted by a check of the container's mounts at 2026-11-22T14:10:25Z; no record"
                    + " tells of it"));
  }

  @Test
  void jsonIsOneObjectALineWithEveryKey() throws IOException {
    two();
    List<String> lines = run("--json").out().lines().toList();
    assertEquals(2, lines.size());
    assertEquals(
        "{\"id\":\"06162ab04384\",\"state\":\"open\",\"source\":\"/srv/data/x\","
            + "\"cause\":\"unlabeled\",\"tclass\":\"dir\",\"process_type\":\"container_t\","
            + "\"denials\":1204,\"logged\":3,\"predicted\":false,"
            + "\"first\":\"2026-11-22T14:10:25.867Z\",\"last\":\"2026-11-22T14:11:55.867Z\","
            + "\"perms\":[\"search\",\"write\"],\"containers\":[\"podman web\"],"
            + "\"ambiguous\":false,\"sample\":{\"event\":\"1795356625.867:137\",\"comm\":\"touch\","
            + "\"exe\":\"/bin/busybox\",\"name\":\"x\",\"path\":null,\"host_path\":\"/srv/data/x\","
            + "\"dev\":\"dm-2\",\"ino\":368957,\"pid\":9570,"
            + "\"scontext\":\"system_u:system_r:container_t:s0:c47,c929\","
            + "\"tcontext\":\"system_u:object_r:unlabeled_t:s0\"},"
            + "\"mount\":{\"source\":\"/srv/data/x\",\"destination\":\"/data\",\"mode\":\"rw\"},"
            + "\"reason\":\"the directory carries unlabeled_t\","
            + "\"remedy\":{\"summary\":\"label it\",\"commands\":"
            + "[[\"sudo\",\"sevol\",\"fix\",\"--apply\",\"/srv/data/x\"]],"
            + "\"notes\":[\"The next container can use it, too.\"]},"
            + "\"objects\":[{\"host_path\":\"/srv/data/x\","
            + "\"tcontext\":\"system_u:object_r:unlabeled_t:s0\"}],"
            + "\"closed\":null,\"closed_why\":null,\"automatic\":null}",
        lines.get(1));
    assertTrue(lines.get(0).contains("\"source\":null"), lines.get(0));
    assertTrue(lines.get(0).contains("\"mount\":null"), lines.get(0));
  }

  @Test
  void idMustBeOfOneIncident() throws IOException {
    two();
    for (String id : List.of("f00", "", "%")) {
      Run unknown = run(id);
      assertEquals(ExitCode.USAGE, unknown.code());
      assertTrue(unknown.err().contains("no incident has an id that begins with '" + id + "'"));
      assertEquals(1, unknown.err().lines().count());
    }
    for (int i = 0; i < 20; i++) { // more than there are first digits
      ledger.add(
          new IncidentKey("/srv/" + i, Cause.UNLABELED, "dir", "container_t"), Examples.at(0));
    }
    String digit =
        "0123456789abcdef"
            .chars()
            .mapToObj(Character::toString)
            .filter(d -> ledger.content(null, null).withId(d).size() > 1)
            .findFirst()
            .orElseThrow();
    Run ambiguous = run(digit);
    assertEquals(ExitCode.USAGE, ambiguous.code());
    assertTrue(ambiguous.err().contains("; give more of it"), ambiguous.err());
  }

  @Test
  void noLedgerNamesTheService() {
    Run run = Run.of("incidents", "--state", temp.resolve("no").toString());
    assertEquals(
        "sevol: no ledger at "
            + temp.resolve("no/ledger.json")
            + "; is sevol.service running? systemctl status sevol\n",
        run.err());
    assertEquals("", run.out());
    assertEquals(ExitCode.UNKNOWN, run.code());
  }

  @Test
  void damagedLedgerIsOneLine() throws IOException {
    Files.writeString(temp.resolve("ledger.json"), "{\"ledger\":7}");
    Run run = Run.of("incidents", "--state", temp.toString());
    assertTrue(run.err().contains("format version 7, not 1"), run.err());
    assertEquals(1, run.err().lines().count());
    assertEquals(ExitCode.UNKNOWN, run.code());
  }
}
