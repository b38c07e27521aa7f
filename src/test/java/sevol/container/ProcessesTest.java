package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
  /** When the fixture's uptime of 123.99 s was read; process 644 started at tick 11740. */
  private static final Instant NOW = Instant.parse("2026-11-22T18:13:52.100Z");

  private static final Instant STARTED = Instant.parse("2026-11-22T18:13:45.510Z");
  private static final String A = "a".repeat(64);

  private final Processes processes =
      new Processes(Fixtures.HOST, Clock.fixed(NOW, ZoneOffset.UTC));

  private static Optional<List<String>> ids(Processes processes, int pid, @Nullable Instant at) {
    return processes.cgroup(pid, at).map(CgroupPlace::ids);
  }

  @Test
  void livingProcessTellsItsContainer() {
    assertEquals(Optional.of(List.of(Fixtures.WEB)), ids(processes, 644, STARTED.plusSeconds(1)));
    assertEquals(Optional.of(List.of(Fixtures.WEB)), ids(processes, 644, STARTED));
  }

  @Test
  void reusedPidIsNotBelieved() {
    assertEquals(Optional.empty(), ids(processes, 644, STARTED.minusSeconds(1)));
  }

  @Test
  void withoutATimeNothingIsBelieved() {
    assertEquals(Optional.empty(), ids(processes, 644, null));
  }

  @Test
  void endedProcessTellsNothing() {
    assertEquals(Optional.empty(), ids(processes, 645, NOW));
  }

  @Test
  void nameOfAProcessCannotForgeItsStartTime(@TempDir Path root) throws IOException {
    Path proc = Files.createDirectories(root.resolve("proc/7"));
    Files.writeString(root.resolve("proc/uptime"), "1000.00 1.0\n");
    Files.writeString(proc.resolve("cgroup"), "0::/docker/" + A + "\n");
    Files.writeString(
        proc.resolve("stat"),
        "7 (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 1 (y) S 1 7 7 0 -1 4 1 0 0 0 0 0 0 0 20 0 1 0"
            + " 99000 1 1\n");
    Processes one = new Processes(root, Clock.fixed(NOW, ZoneOffset.UTC));
    assertEquals(Optional.empty(), ids(one, 7, NOW.minusSeconds(11)));
    assertEquals(Optional.of(List.of(A)), ids(one, 7, NOW.minusSeconds(9)));
  }
}
