package sevol.ledger;

import static sevol.ledger.Examples.T0;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The files of a daemon that is well, for tests to make unwell. */
public final class StatusExamples {
  private StatusExamples() {}

  /** A heartbeat of the first moment. */
  public static Heartbeat heartbeat() {
    return heartbeat(
        Heartbeat.Source.FOLLOWING,
        Heartbeat.Source.FOLLOWING,
        new Heartbeat.Counters(1204311, 88110, 12044, 11900, 0, 0, 0, 0),
        null,
        null);
  }

  static Heartbeat heartbeat(
      Heartbeat.Source log,
      Heartbeat.Source kernel,
      Heartbeat.Counters counters,
      @Nullable String ledgerTrouble,
      @Nullable Instant lastLoss) {
    return new Heartbeat(
        "0.1.0",
        812,
        T0.minusSeconds(3600),
        T0,
        "/var/log/audit/audit.log",
        log,
        kernel,
        counters,
        12,
        0,
        ledgerTrouble,
        ledgerTrouble == null ? null : T0.minusSeconds(60),
        7L,
        lastLoss);
  }

  /** Writes a heartbeat below a run directory. */
  public static void write(Path run, Heartbeat heartbeat) throws IOException {
    Files.createDirectories(run.resolve("daemon"));
    new HeartbeatFile(run.resolve("daemon")).write(heartbeat);
  }

  /** Writes the kernel's counts below a run directory. */
  public static void counts(Path run, Instant time, long lost, long backlog) throws IOException {
    Files.createDirectories(run.resolve("kernel"));
    Files.writeString(
        run.resolve("kernel/audit-status.json"),
        "{\"time\":\""
            + time
            + "\",\"enabled\":1,\"failure\":1,\"pid\":611,\"rate_limit\":0,\"backlog_limit\":8192,"
            + "\"lost\":"
            + lost
            + ",\"backlog\":"
            + backlog
            + "}");
  }

  /** Writes a ledger. */
  public static void ledger(Path state, Ledger ledger) throws IOException {
    try (LedgerFile file = LedgerFile.open(state)) {
      file.save(ledger.content(null, null), T0);
    }
  }
}
