package sevol.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.evidence.Bundle;
import sevol.evidence.Part;
import sevol.jna.TestPolicy;

/**
 * Damaged bundles and policies ({@code -Dbundle.rounds}, {@code -Dbundle.seed}) read by a child
 * that may write no file: it says what is wrong with each, and where libsepol itself faults, only
 * the child ends.
 */
class BundleFuzzTest {
  /** libsepol takes hours for some numbers; sevol's own child is ended after two minutes. */
  private static final long SECONDS_OF_A_ROUND = 3;

  /** libsepol does not give back the memory of a policy that it refuses. */
  private static final int OF_A_CHILD = 2000;

  private static final String DENIAL =
      "type=AVC msg=audit(1795356625.867:%d): avc:  denied  { %s } for  pid=9570 comm=\"ls\" name=\"x\""
          + " dev=\"vdb\" ino=13 scontext=system_u:system_r:container_t:s0:c0,c1"
          + " tcontext=system_u:object_r:%s:s0 tclass=dir permissive=0\n";

  @TempDir private Path temp;

  private final SortedMap<String, Integer> came = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();

  @Test
  void aDamagedBundleIsToldOfAndDoesNoHarm() throws Exception {
    int rounds = Integer.getInteger("bundle.rounds", 300);
    long seed = Long.getLong("bundle.seed", 20261126);
    prepare();
    int next = 0;
    while (next < rounds && wrong.size() < 5) {
      next = child(seed, next, Math.min(rounds, next + OF_A_CHILD));
    }
    System.err.println("bundles: " + rounds + ", seed " + seed + ": " + came);
    assertEquals(List.of(), wrong);
    assertTrue(came.containsKey("status 1") && came.containsKey("status 3"), came.toString());
    try (var left = Files.list(temp)) {
      assertEquals(3, left.count(), "a file was written");
    }
  }

  private void prepare() throws IOException {
    Bundle bundle = new Bundle();
    Path policy = TestPolicy.compile("/policy/booleans.cil", temp.resolve("policy"));
    bundle.put(Part.POLICY, Files.readAllBytes(policy));
    StringBuilder denials = new StringBuilder();
    StringBuilder whose = new StringBuilder();
    int id = 1;
    for (String type : List.of("nfs_t", "cifs_t", "fusefs_t", "default_t", "none_t")) {
      denials.append(String.format(DENIAL, id++, "search", type));
      denials.append(String.format(DENIAL, id++, "read write", type));
      whose.append(
          "{\"container\":{\"engine\":\"docker\",\"id\":\"0123456789ab\",\"name\":\"web\"},"
              + "\"containerProof\":\"mcs\",\"mount\":{\"source\":\"/srv/x\",\"destination\":\"/data\","
              + "\"readOnly\":false},\"mountProof\":\"inode\",\"hostPath\":\"/srv/x\","
              + "\"candidates\":[]}\nnull\n");
    }
    bundle.put(Part.DENIALS, denials.toString().getBytes(StandardCharsets.UTF_8));
    bundle.put(Part.ATTRIBUTIONS, whose.toString().getBytes(StandardCharsets.UTF_8));
    try (OutputStream out = Files.newOutputStream(temp.resolve("bundle"))) {
      bundle.write(out, Instant.EPOCH);
    }
    // unpacked here, for the child may not
    String library = "/com/sun/jna/linux-" + arch() + "/libjnidispatch.so";
    try (InputStream in = BundleFuzzTest.class.getResourceAsStream(library)) {
      Files.copy(in, temp.resolve("libjnidispatch.so"));
    }
  }

  private static String arch() {
    return System.getProperty("os.arch").equals("amd64") ? "x86-64" : "aarch64";
  }

  /** Runs one; gives the number to go on with. */
  private int child(long seed, int from, int to) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "prlimit",
            "--fsize=0",
            "--core=0",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+SuppressFatalErrorMessage",
            "-Djna.boot.library.path=" + temp,
            "-Djna.nounpack=true",
            "-cp",
            System.getProperty("java.class.path"),
            "sevol.app.BundleFuzzChild",
            temp.resolve("bundle").toString(),
            Long.toString(seed),
            Integer.toString(from),
            Integer.toString(to));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    int at = from - 1;
    try (Watch watch = new Watch(child);
        BufferedReader lines = child.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        watch.told();
        if (line.startsWith("at ")) {
          at = Integer.parseInt(line.substring(3));
        } else if (line.startsWith("status ")) {
          came.merge(line, 1, Integer::sum);
        } else {
          wrong.add("round " + at + ": " + line);
        }
      }
    }
    int status = child.waitFor();
    if (status == 0) {
      return to;
    }
    if (status <= 128 || at < from) {
      wrong.add("round " + at + ": the child ended with exit status " + status);
    }
    came.merge("signal " + (status - 128), 1, Integer::sum);
    return at + 1;
  }

  /** Ends a child that is at one round for too long. */
  private static final class Watch implements AutoCloseable {
    private final ScheduledExecutorService every = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> looks;
    private volatile long told = System.nanoTime();

    Watch(Process child) {
      looks = every.scheduleAtFixedRate(() -> look(child), 1, 1, TimeUnit.SECONDS);
    }

    private void look(Process child) {
      if (System.nanoTime() - told > TimeUnit.SECONDS.toNanos(SECONDS_OF_A_ROUND)) {
        child.destroyForcibly();
      }
    }

    void told() {
      told = System.nanoTime();
    }

    @Override
    public void close() {
      looks.cancel(false);
      every.shutdownNow();
    }
  }
}
