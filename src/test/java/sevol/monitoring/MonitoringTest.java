package sevol.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.diagnosis.Cause;
import sevol.ledger.DaemonStatus;
import sevol.ledger.Examples;
import sevol.ledger.IncidentKey;
import sevol.ledger.Ledger;
import sevol.ledger.StatusExamples;

/** What plugin and metrics make of a daemon's files. */
class MonitoringTest {
  private static final String HOSTILE = "/srv/x|evil=9;\n`id`<script>$(id)\u202E\u2028\"é";

  @TempDir private Path temp;
  private final Ledger ledger = new Ledger();

  private DaemonStatus status(long secondsLater, long lost) throws IOException {
    StatusExamples.write(temp.resolve("run"), StatusExamples.heartbeat());
    StatusExamples.counts(temp.resolve("run"), Examples.T0.plusSeconds(secondsLater), lost, 3);
    StatusExamples.ledger(temp.resolve("ledger"), ledger);
    return read(secondsLater);
  }

  private DaemonStatus read(long secondsLater) {
    return DaemonStatus.read(
        temp.resolve("ledger"),
        temp.resolve("run"),
        Examples.T0.plusSeconds(secondsLater),
        Duration.ofSeconds(60));
  }

  private static PluginState state(DaemonStatus status) {
    return new Plugin(status, null, "0").state();
  }

  @Test
  void nothingOpenIsOk() throws IOException {
    assertEquals(
        "SEVOL OK: 0 open incidents | open_incidents=0;;0;0 denials=0c logged=0c lost_records=0c"
            + " heartbeat_age=4s;;60;0\n",
        new Plugin(status(4, 7), null, "0").output());
  }

  @Test
  void anOpenIncidentIsCriticalAndNamed() throws IOException {
    ledger.add(Examples.KEY, Examples.at(0));
    Plugin plugin = new Plugin(status(4, 7), null, "0");
    assertEquals(PluginState.CRITICAL, plugin.state());
    String id = Examples.KEY.id();
    assertEquals(
        "SEVOL CRITICAL: 1 open incident, the newest: unlabeled on /srv/data/x | open_incidents=1;;0;0"
            + " denials=1c logged=0c lost_records=0c heartbeat_age=4s;;60;0\n"
            + id
            + " unlabeled on /srv/data/x, container podman web, 1 denied, see: sevol incidents "
            + id
            + "\n",
        plugin.output());
  }

  @Test
  void thresholdsAreRangesOfOpenIncidents() throws IOException {
    ledger.add(Examples.KEY, Examples.at(0));
    DaemonStatus one = status(4, 7);
    assertEquals(PluginState.WARNING, new Plugin(one, "0", "1").state());
    assertEquals(PluginState.OK, new Plugin(one, "1", "1").state());
  }

  @Test
  void whatWasMissedLeavesOkUnknownAndACrossedThresholdAsItIs() throws IOException {
    DaemonStatus lost = status(4, 8);
    assertEquals(PluginState.UNKNOWN, state(lost));
    assertTrue(
        new Plugin(lost, null, "0")
            .output()
            .contains("SEVOL UNKNOWN: the kernel lost audit records since"));
    ledger.add(Examples.KEY, Examples.at(0));
    assertEquals(PluginState.CRITICAL, state(status(4, 8)));
  }

  @Test
  void aDaemonThatIsSilentIsUnknownWhateverIsOpen() throws IOException {
    ledger.add(Examples.KEY, Examples.at(0));
    DaemonStatus stale = status(61, 7);
    assertEquals(PluginState.UNKNOWN, state(stale));
    assertTrue(
        new Plugin(stale, null, "0")
            .output()
            .startsWith("SEVOL UNKNOWN: the daemon (pid 812) was last heard of 61 s ago"));
    assertEquals(PluginState.UNKNOWN, state(status(-61, 7)));
    assertEquals(PluginState.CRITICAL, state(status(60, 7)));
  }

  @Test
  void filesThatAreNotThereAreUnknown() {
    String output = new Plugin(read(0), null, "0").output();
    assertTrue(output.startsWith("SEVOL UNKNOWN: no heartbeat at "), output);
    assertFalse(output.contains(" | "), output);
  }

  @Test
  void aDamagedLedgerIsUnknown() throws IOException {
    status(4, 7);
    Files.writeString(temp.resolve("ledger/ledger.json"), "{");
    assertEquals(PluginState.UNKNOWN, state(read(4)));
  }

  @Test
  void hostileNamesBreakNoFormat() throws IOException {
    for (int i = 0; i < 40; i++) {
      IncidentKey key = new IncidentKey(HOSTILE.repeat(1 + 5 * i), Cause.UNLABELED, "dir", "a|b");
      ledger.add(key, Examples.at(i));
    }
    DaemonStatus status = status(44, 7);
    String output = new Plugin(status, null, "0").output();
    assertEquals(1, output.chars().filter(c -> c == '|').count(), output);
    assertTrue(output.indexOf('|') < output.indexOf('\n'), output);
    assertTrue(output.chars().allMatch(c -> c == '\n' || (c >= ' ' && "`$<>&\"".indexOf(c) < 0)));
    assertEquals(1 + 12 + 1, output.lines().count(), output);
    assertTrue(output.getBytes(StandardCharsets.UTF_8).length < 8192, output);
    for (MetricsFormat format : MetricsFormat.values()) {
      String metrics = format.write(status, "sevol.h");
      assertTrue(metrics.matches("[\\p{Print}\n]*"), metrics);
      assertFalse(metrics.contains("srv"), metrics);
    }
  }

  @Test
  void seriesAreAsManyWhateverIsOpen() throws IOException {
    long before = MetricsFormat.GRAPHITE.write(status(4, 7), "p").lines().count();
    for (int i = 0; i < 50; i++) {
      ledger.add(new IncidentKey("/srv/" + i, Cause.DEVICE, "dir", "t"), Examples.at(i));
    }
    DaemonStatus status = status(54, 7);
    String graphite = MetricsFormat.GRAPHITE.write(status, "p");
    assertEquals(before, graphite.lines().count());
    assertTrue(graphite.contains("p.open_incidents.device 50 1795356679\n"), graphite);
    String prometheus = MetricsFormat.PROMETHEUS.write(status, "p");
    assertTrue(
        prometheus.contains(
            """
            # HELP sevol_open_incidents Directories that containers are denied, by cause.
            # TYPE sevol_open_incidents gauge
            sevol_open_incidents{cause="wrong-type-label"} 0
            """),
        prometheus);
    assertTrue(prometheus.contains("\nsevol_open_incidents{cause=\"device\"} 50\n"), prometheus);
    assertTrue(prometheus.contains("\nsevol_denials_total 50\n"), prometheus);
    assertTrue(prometheus.startsWith("# HELP sevol_up "), prometheus);
    List<String> names = prometheus.lines().filter(l -> l.startsWith("# TYPE")).toList();
    Set<String> distinct = new HashSet<>(names);
    assertEquals(names.size(), distinct.size());
  }

  @Test
  void whatCannotBeToldIsLeftOut() {
    assertEquals(
        """
        # HELP sevol_up Whether the daemon lives and can write its ledger.
        # TYPE sevol_up gauge
        sevol_up 0
        # HELP sevol_problems What is not well, as sevol status names it.
        # TYPE sevol_problems gauge
        sevol_problems 3
        """,
        MetricsFormat.PROMETHEUS.write(read(0), "p"));
  }
}
