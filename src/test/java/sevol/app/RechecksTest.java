package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevol.diagnosis.Cause;
import sevol.ledger.IncidentKey;
import sevol.ledger.Ledger;
import sevol.ledger.Recheck;
import sevol.ledger.Sample;
import sevol.ledger.Sighting;
import sevol.preflight.FakePolicy;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

@Timeout(30)
class RechecksTest {
  private static final Path HANGING = Path.of("/mnt/dead");
  private static final Path FAILING = Path.of("/mnt/odd");
  private static final Path CURED = Path.of("/srv/data");

  private final CountDownLatch never = new CountDownLatch(1);
  private final Ledger ledger = new Ledger();
  private final StringWriter out = new StringWriter();

  /** Every label is right, where it can be read. */
  private final class Tree implements FileTree {
    @Override
    public FileStatus look(Path path) throws IOException {
      if (path.equals(HANGING)) {
        try {
          never.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      if (path.equals(FAILING)) {
        throw new IllegalStateException("security_compute_av: too many open files");
      }
      SecurityContext label = SecurityContext.of("system_u:object_r:container_file_t:s0");
      return new FileStatus(path.toString(), ObjectClass.DIR, 1, 2, 3, 1, 0, 0, label);
    }

    @Override
    public void walk(Path root, Visitor visitor) {
      throw new UnsupportedOperationException();
    }
  }

  private void denied(Path source, int second) {
    Sample sample =
        new Sample(
            null,
            "sh",
            null,
            null,
            null,
            source.toString(),
            "sda1",
            7L,
            1,
            "system_u:system_r:container_t:s0:c1,c2",
            "system_u:object_r:unlabeled_t:s0");
    ledger.add(
        new IncidentKey(source.toString(), Cause.UNLABELED, "dir", "container_t"),
        new Sighting(
            Instant.ofEpochSecond(1_795_356_625L + second),
            true,
            1,
            Set.of("write"),
            List.of("podman web"),
            false,
            sample,
            null,
            "it carries unlabeled_t",
            null));
  }

  @Test
  void incidentThatCannotBeLookedAtDoesNotKeepTheOthersOpen() {
    int[] faults = new int[1];
    Thread here = Thread.currentThread();
    Thread.UncaughtExceptionHandler before = here.getUncaughtExceptionHandler();
    here.setUncaughtExceptionHandler((thread, e) -> faults[0]++);
    denied(HANGING, 1);
    denied(FAILING, 2);
    denied(CURED, 3);
    DaemonLog log =
        new DaemonLog(
            new PrintWriter(out), new PrintWriter(out), false, System::nanoTime, () -> {});
    new Rechecks(
            new Recheck(new FakePolicy(), new Tree()),
            ledger,
            new IncidentOutput(log, false, incident -> {}),
            Clock.systemUTC(),
            Duration.ofMillis(200))
        .look();
    here.setUncaughtExceptionHandler(before);
    never.countDown();
    assertEquals(
        List.of(HANGING.toString(), FAILING.toString()),
        ledger.open().stream().map(i -> i.key().source()).toList());
    assertEquals(1, faults[0]);
    assertEquals(1, out.toString().lines().filter(l -> l.startsWith("over: ")).count());
  }
}
