package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevol.selinux.Denial;
import sevol.selinux.FileStatus;
import sevol.selinux.FileTree;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

@Timeout(60)
class BoundedAttributorTest {
  private static final Instant NOW = Instant.parse("2026-11-22T18:13:52.100Z");

  private final CountDownLatch serverIsBack = new CountDownLatch(1);
  private final AtomicInteger looks = new AtomicInteger();
  private final List<Container> known = new ArrayList<>();
  private final FileTree tree = new Hanging();
  private final BoundedAttributor attributor =
      new BoundedAttributor(
          new Attributor(
              () -> known,
              new Processes(Fixtures.HOST, Clock.fixed(NOW, ZoneOffset.UTC)),
              tree,
              () ->
                  MountTable.parse(
                      "1 0 8:1 / / rw - ext4 /dev/sda1 rw,seclabel\n", Path.of("/nonexistent")),
              System::nanoTime,
              List::of),
          Duration.ofMillis(100));

  /** Everything below /dead waits for a server. */
  private final class Hanging implements FileTree {
    private final FakeFileTree files = new FakeFileTree().with("/srv", "8:1", 300);

    @Override
    public FileStatus look(Path path) throws java.io.IOException {
      looks.incrementAndGet();
      if (path.startsWith("/dead")) {
        boolean interrupted = false;
        while (serverIsBack.getCount() > 0) {
          try {
            serverIsBack.await();
          } catch (InterruptedException e) {
            interrupted = true; // no signal ends a wait for a hard NFS mount
          }
        }
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
      return files.look(path);
    }

    @Override
    public void walk(Path root, Visitor visitor) throws java.io.IOException {
      files.walk(root, visitor);
    }
  }

  @AfterEach
  void release() {
    serverIsBack.countDown();
  }

  private Container add(int number, String source) {
    Container c =
        new Container(
            Engine.PODMAN,
            "id" + number,
            null,
            SecurityContext.of("system_u:system_r:container_t:s0:c0,c" + number),
            null,
            null,
            List.of(new BindMount(Path.of(source), Path.of("/m"), false)));
    known.add(c);
    return c;
  }

  private Attribution attribute(int number) {
    return attributor.attribute(
        new Denial(
            null,
            NOW,
            "AVC",
            List.of("write"),
            SecurityContext.of("system_u:system_r:container_t:s0:c0,c" + number),
            null,
            ObjectClass.DIR,
            "sh",
            null,
            null,
            null,
            "sda1",
            300L,
            99999,
            false,
            null));
  }

  @Test
  void containerOfADeadMountIsNamedAllTheSame() {
    Container dead = add(1, "/dead/export");
    assertEquals(new Attribution(dead, "mcs", null, null, null), attribute(1));
    assertEquals(1, attributor.timeouts());
  }

  @Test
  void deadMountIsNotAskedAgain() {
    add(1, "/dead/export");
    attribute(1);
    int before = looks.get();
    for (int i = 0; i < 100; i++) {
      attribute(1);
    }
    assertEquals(before, looks.get());
    assertEquals(1, attributor.timeouts());
  }

  @Test
  void othersAreAnsweredInFull() {
    add(1, "/dead/export");
    add(2, "/srv");
    attribute(1);
    assertEquals(Path.of("/srv"), attribute(2).hostPath());
  }

  @Test
  void fourStuckThreadsAreEnough() {
    for (int i = 1; i <= 6; i++) {
      add(i, "/dead/" + i);
      attribute(i);
    }
    assertEquals(4, attributor.timeouts());
    Container fine = add(7, "/srv");
    assertEquals(new Attribution(fine, "mcs", null, null, null), attribute(7));
  }

  @Test
  void filesAreLookedAtAgainWhenAThreadComesBack() throws InterruptedException {
    for (int i = 1; i <= 5; i++) {
      add(i, "/dead/" + i);
      attribute(i);
    }
    add(7, "/srv");
    assertNull(attribute(7).hostPath());
    serverIsBack.countDown();
    for (int i = 0; i < 500 && attribute(7).hostPath() == null; i++) {
      Thread.sleep(10);
    }
    assertEquals(Path.of("/srv"), attribute(7).hostPath());
  }
}
