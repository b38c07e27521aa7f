package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sevol.diagnosis.TreeScan;

/** A signal while {@code sevol check} scans, in a process of its own. */
class ScanWatchTest {
  private static final int SIGTERM_STATUS = 143;

  /** Scans until it is interrupted, tells so, and ends as {@link Main} does. */
  static final class Scanning {
    private Scanning() {}

    public static void main(String[] args) throws InterruptedException {
      try (ScanWatch watch = new ScanWatch(new PrintWriter(new StringWriter()))) {
        TreeScan.Way way = watch.way(new TreeScan.Limits(1, Duration.ofSeconds(1)));
        System.out.println("begins");
        while (!way.interrupted().getAsBoolean()) {
          TimeUnit.MILLISECONDS.sleep(10);
        }
        System.out.println("known");
      }
      Runtime.getRuntime().halt(3);
    }
  }

  @Test
  void whatIsKnownIsPrintedBeforeTheSignalEndsIt() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Scanning.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("begins", out.readLine());
      process.toHandle().destroy(); // SIGTERM: a build in the background ignores SIGINT
      assertEquals("known", out.readLine());
      assertEquals(SIGTERM_STATUS, process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }
}
