package sevol.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sevol.ledger.Examples.T0;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.audit.KernelAuditStatus;

class HeartbeatFileTest {
  @TempDir private Path directory;

  @Test
  void comesBackAsItWas() throws IOException {
    Heartbeat full =
        new Heartbeat(
            "0.1.0",
            812,
            T0,
            T0.plusSeconds(10),
            "/var/log/audit/audit.log",
            new Heartbeat.Source(Heartbeat.State.WAITING, "no such file"),
            new Heartbeat.Source(Heartbeat.State.OFF, "a\nb"),
            new Heartbeat.Counters(1, 2, 3, 4, 5, 6, 7, 8),
            12,
            3,
            "cannot write",
            T0,
            77L,
            T0.plusSeconds(5));
    HeartbeatFile file = new HeartbeatFile(directory);
    file.write(full);
    assertEquals(full, HeartbeatFile.read(directory));
    Heartbeat well = StatusExamples.heartbeat();
    file.write(well);
    assertEquals(well, HeartbeatFile.read(directory));
    assertTrue(Files.notExists(directory.resolve("heartbeat.json.new")));
  }

  @Test
  void missingOneIsToldFromADamagedOne() throws IOException {
    assertThrows(NoSuchFileException.class, () -> HeartbeatFile.read(directory));
    Files.writeString(directory.resolve("heartbeat.json"), "{\"heartbeat\":1,\"version\":");
    assertThrows(DamagedFileException.class, () -> HeartbeatFile.read(directory));
  }

  @Test
  void kernelCountsAreReadAsTheOneShotWritesThem() throws IOException {
    Files.writeString(
        directory.resolve("audit-status.json"),
        "{\"time\":\"2026-11-22T14:10:25Z\",\"enabled\":1,\"failure\":1,\"pid\":611,\"rate_limit\":0,"
            + "\"backlog_limit\":8192,\"lost\":2,\"backlog\":5}\n");
    assertEquals(
        new KernelCounts.Reading(
            new KernelCounts(
                Instant.parse("2026-11-22T14:10:25Z"),
                new KernelAuditStatus(1, 1, 611, 0, 8192, 2, 5)),
            null),
        KernelCounts.read(directory));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"time\":\"now\"}", "[1]", "{\"lost\":\"2\"}"})
  void damagedKernelCountsAreNone(String damage) throws IOException {
    Path file = Files.writeString(directory.resolve("audit-status.json"), damage);
    KernelCounts.Reading reading = KernelCounts.read(directory);
    assertNull(reading.counts());
    assertEquals(file + ": not what sevol-audit-status.service writes", reading.why());
  }

  @Test
  void missingKernelCountsAreNone() {
    assertEquals(
        directory.resolve("audit-status.json") + ": not there", KernelCounts.read(directory).why());
  }

  @Test
  void lossClockTellsWhenTheCountLastRose() {
    LossClock clock = new LossClock();
    assertNull(clock.note(0, T0));
    assertEquals(T0.plusSeconds(1), clock.note(3, T0.plusSeconds(1)));
    assertEquals(T0.plusSeconds(1), clock.note(3, T0.plusSeconds(2)));
    assertEquals(T0.plusSeconds(1), clock.note(0, T0.plusSeconds(3))); // reset
    assertEquals(T0.plusSeconds(4), clock.note(1, T0.plusSeconds(4)));
  }
}
