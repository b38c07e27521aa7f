package sevol.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Damaged logs of so many records ({@code -Dfuzz.rounds}) through the whole program, in a small
 * heap: nothing is thrown, and memory does not grow. How to run it is in the README of
 * src/test/resources/fuzz.
 */
class FuzzTest {
  private static final int RECORDS_OF_A_LOG = 50;
  private static final long WARM = 1_000_000;

  @Test
  void damagedRecordsAreReadInMemoryThatDoesNotGrow() throws IOException {
    long rounds = Long.getLong("fuzz.rounds", 20_000);
    long seed = Long.getLong("fuzz.seed", 20261122);
    System.err.println("fuzz: -Dfuzz.rounds=" + rounds + " -Dfuzz.seed=" + seed);
    Random random = new Random(seed);
    Mutator mutator = new Mutator(random);
    Pipeline pipeline = new Pipeline();
    long warm = 0;
    long slowest = 0;
    for (long round = 0; round < rounds; round += RECORDS_OF_A_LOG) {
      byte[] log = mutator.log(RECORDS_OF_A_LOG);
      long before = System.nanoTime();
      run(pipeline, log, random.nextLong(Long.MAX_VALUE));
      slowest = Math.max(slowest, System.nanoTime() - before);
      if ((round + RECORDS_OF_A_LOG) % WARM == 0) {
        long resident = residentKilobytes();
        warm = warm == 0 ? resident : warm;
        System.err.println(
            "fuzz: " + (round + RECORDS_OF_A_LOG) + " records, " + resident + " kB resident");
      }
    }
    long end = residentKilobytes();
    System.err.println(
        "fuzz: denials read "
            + pipeline.denials()
            + ", slowest log "
            + slowest / 1_000_000
            + " ms, "
            + end
            + " kB resident");
    assertTrue(pipeline.denials() > rounds / 10, "most of it was no log any more");
    long most = warm + warm / 10;
    assertTrue(warm == 0 || end <= most, () -> end + " kB is more than " + most);
  }

  private static void run(Pipeline pipeline, byte[] log, long choices) throws IOException {
    boolean fine = false;
    try {
      pipeline.run(log, choices);
      fine = true;
    } finally {
      if (!fine) {
        Path kept = Path.of("target/fuzz/" + choices + ".log");
        Files.createDirectories(kept.getParent());
        Files.write(kept, log);
        System.err.println(
            "fuzz: failed; copy " + kept + " to src/test/resources/fuzz, which every test replays");
      }
    }
  }

  private static long residentKilobytes() throws IOException {
    System.gc();
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("/proc/self/status: no VmRSS");
  }
}
