package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sevol.ledger.Examples;
import sevol.ledger.Ledger;
import sevol.ledger.StatusExamples;

class StatusCommandTest {
  @TempDir private Path temp;
  private final Ledger ledger = new Ledger();

  private void files(long lost) throws IOException {
    StatusExamples.write(temp.resolve("run"), StatusExamples.heartbeat());
    StatusExamples.counts(temp.resolve("run"), Examples.T0, lost, 3);
    StatusExamples.ledger(temp.resolve("ledger"), ledger);
  }

  private Run run(String... more) {
    StringWriter out = new StringWriter();
    CommandLine command =
        new CommandLine(new StatusCommand(InstantSource.fixed(Examples.T0.plusSeconds(4))));
    command.setOut(new PrintWriter(out, true));
    String[] args = new String[more.length + 4];
    args[0] = "--state";
    args[1] = temp.resolve("ledger").toString();
    args[2] = "--run";
    args[3] = temp.resolve("run").toString();
    System.arraycopy(more, 0, args, 4, more.length);
    return new Run(command.execute(args), out.toString(), "");
  }

  @Test
  void wellAndNothingOpenIsFine() throws IOException {
    files(7);
    Run run = run();
    assertEquals(
        """
        daemon    0.1.0, pid 812, since 2026-11-22T13:10:25Z, heard of 2026-11-22T14:10:25Z
        log       /var/log/audit/audit.log: followed
        kernel    its own stream: followed
        read      1,204,311 lines, 88,110 audit records, 12,044 denials of containers (11,900 of them repeats)
        missed    0 unreadable, 0 cut lines, 0 rotated away, 0 dropped on the way from the kernel
        knows     12 containers
        ledger    written
        audit     7 records lost since boot, 0 since the daemon began; backlog 3 of 8,192; auditd is pid 611
        incidents 0 open; denials ever: 0, only logged: 0, incidents forgotten for room: 0
        """,
        run.out());
    assertEquals(ExitCode.FINE, run.code());
  }

  @Test
  void openIncidentIsOne() throws IOException {
    ledger.add(Examples.KEY, Examples.at(0));
    files(7);
    Run run = run();
    assertTrue(
        run.out().contains("incidents 1 open (sevol incidents shows them); denials ever: 1, "));
    assertEquals(ExitCode.DENIED, run.code());
  }

  @Test
  void lossOutweighsAnOpenIncidentAndNamesTheNextStep() throws IOException {
    ledger.add(Examples.KEY, Examples.at(0));
    files(8);
    Run run = run();
    assertTrue(
        run.out()
            .endsWith(
                """
                PROBLEM the kernel lost audit records since the daemon began (1): denials may be missing
                        next: sudo auditctl -b 16384 (and -b in /etc/audit/rules.d/audit.rules)
                """),
        run.out());
    assertEquals(ExitCode.UNKNOWN, run.code());
  }

  @Test
  void noDaemonCannotBeTold() {
    Run run = Run.of("status", "--state", temp.toString(), "--run", temp.toString());
    assertTrue(run.out().startsWith("PROBLEM no heartbeat at " + temp), run.out());
    assertTrue(run.out().contains("next: is sevol.service running? systemctl status sevol"));
    assertEquals(ExitCode.UNKNOWN, run.code());
  }

  @Test
  void jsonHasEveryKey() throws IOException {
    files(8);
    assertEquals(
        "{\"time\":\"2026-11-22T14:10:29.867Z\",\"well\":false,\"age_seconds\":4,"
            + "\"open_incidents\":0,\"denials\":0,\"logged\":0,\"evicted\":0,"
            + "\"lost_since_start\":1,\"audit\":{\"time\":\"2026-11-22T14:10:25.867Z\","
            + "\"enabled\":1,\"failure\":1,\"pid\":611,\"rate_limit\":0,\"backlog_limit\":8192,"
            + "\"lost\":8,\"backlog\":3},\"daemon\":{\"heartbeat\":1,\"version\":\"0.1.0\","
            + "\"pid\":812,\"started\":\"2026-11-22T13:10:25.867Z\","
            + "\"time\":\"2026-11-22T14:10:25.867Z\",\"log_path\":\"/var/log/audit/audit.log\","
            + "\"log\":{\"state\":\"following\",\"why\":null},"
            + "\"kernel\":{\"state\":\"following\",\"why\":null},"
            + "\"counters\":{\"lines\":1204311,\"records\":88110,\"denials\":12044,"
            + "\"repeats\":11900,\"unreadable\":0,\"cut\":0,\"overflows\":0,\"gaps\":0"
            + "},\"containers\":12,\"open_incidents\":0,\"ledger_trouble\":null,"
            + "\"ledger_trouble_since\":null,\"lost_at_start\":7,\"last_loss\":null},"
            + "\"problems\":[{\"text\":\"the kernel lost audit records since the daemon began (1):"
            + " denials may be missing\",\"next\":\"sudo auditctl -b 16384 (and -b in"
            + " /etc/audit/rules.d/audit.rules)\"}]}\n",
        run("--json").out());
  }

  @Test
  void jsonOfNothingIsNulls() {
    String json = run("--json").out();
    assertTrue(json.contains("\"audit\":null,\"daemon\":null,\"problems\":[{"), json);
    assertTrue(json.contains("\"open_incidents\":null,\"denials\":null"), json);
  }
}
