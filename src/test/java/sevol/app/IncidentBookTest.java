package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.audit.AuditRecord;
import sevol.container.Attribution;
import sevol.container.BindMount;
import sevol.container.Container;
import sevol.container.ContainerLabels;
import sevol.container.Engine;
import sevol.ledger.Incident;
import sevol.ledger.Ledger;
import sevol.preflight.FakePolicy;
import sevol.remedy.Advisor;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
import sevol.selinux.Denial;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

class IncidentBookTest {
  private static final Instant NOW = Instant.parse("2026-11-22T18:13:52.100Z");
  private static final SecurityContext PROCESS =
      SecurityContext.of("system_u:system_r:container_t:s0:c1,c2");
  @TempDir private Path root;
  private final Ledger ledger = new Ledger();
  private final StringWriter out = new StringWriter();
  private final Thread.UncaughtExceptionHandler before =
      Thread.currentThread().getUncaughtExceptionHandler();
  private Function<Denial, Attribution> attributor = denial -> Attribution.UNKNOWN;
  private boolean policyFails;
  private long nanos;
  private final IncidentBook book =
      new IncidentBook(
          new DenialJudge(Optional.of(new Policy())),
          denial -> attributor.apply(denial),
          () -> new DaemonTestHost(root).mounts(),
          new Advisor(ContainerLabels.DEFAULT),
          ledger,
          new IncidentOutput(
              new DaemonLog(
                  new PrintWriter(out), new PrintWriter(out), false, () -> nanos, () -> {}),
              false,
              incident -> {}),
          Clock.systemUTC(),
          () -> nanos);

  /** One that can fail, as the kernel's can. */
  private final class Policy implements AccessDecisions {
    private final FakePolicy sound = new FakePolicy();

    @Override
    public Optional<AccessDecision> decide(
        SecurityContext scontext, SecurityContext tcontext, AccessVector asked) {
      if (policyFails) {
        throw new IllegalStateException("too many open files");
      }
      return sound.decide(scontext, tcontext, asked);
    }

    @Override
    public Optional<SecurityContext> contextOfNew(
        SecurityContext scontext, SecurityContext directory, ObjectClass tclass) {
      return sound.contextOfNew(scontext, directory, tclass);
    }

    @Override
    public Optional<SecurityContext> canonical(SecurityContext context) {
      return sound.canonical(context);
    }
  }

  @BeforeEach
  void mounts() throws IOException {
    Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(
        root.resolve("proc/self/mountinfo"), "1 0 8:1 / / rw - ext4 /dev/sda1 rw,seclabel\n");
  }

  @AfterEach
  void handler() {
    Thread.currentThread().setUncaughtExceptionHandler(before);
  }

  private static Denial denial(long ino) {
    return new Denial(
        null,
        NOW,
        "AVC",
        List.of("write"),
        PROCESS,
        SecurityContext.of("system_u:object_r:unlabeled_t:s0"),
        ObjectClass.FILE,
        "sh",
        null,
        "f" + ino,
        null,
        "sda1",
        ino,
        7,
        false,
        null);
  }

  /** As the intake does it; the text is another one for each object. */
  private boolean denied(long ino) {
    AuditRecord avc = new AuditRecord("AVC", null, NOW, 1, "pid=7 ino=" + ino, false);
    return !book.again(avc) && book.denied(avc, denial(ino));
  }

  private static Container container(String name, String source) {
    BindMount mount = new BindMount(Path.of(source), Path.of("/data"), false);
    return new Container(Engine.PODMAN, name, name, PROCESS, null, null, List.of(mount), null);
  }

  private Incident only() {
    assertEquals(1, ledger.open().size());
    return ledger.open().get(0);
  }

  @Test
  void objectsOfOneMountAreOneIncidentThoughItIsNotKnownWhoseMount() {
    List<Container> pod = List.of(container("one", "/srv/data"), container("two", "/srv/data"));
    attributor =
        d -> new Attribution(null, null, null, null, Path.of("/srv/data/f" + d.ino()), pod);
    assertTrue(denied(1));
    for (int i = 2; i <= 2000; i++) {
      assertFalse(denied(i));
    }
    assertEquals("/srv/data", only().key().source());
    assertEquals(2000, only().tally().denials());
    assertTrue(only().ambiguous());
    assertTrue(out.toString().contains("--apply /srv/data\n"), out.toString());
  }

  @Test
  void faultOfTheSearchCostsNoDenial() {
    int[] faults = new int[1];
    Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> faults[0]++);
    attributor =
        d -> {
          throw new IllegalStateException("broken");
        };
    assertTrue(denied(1));
    assertEquals(1, only().tally().denials());
    assertNull(only().key().source());
    assertEquals(1, faults[0]);
  }

  @Test
  void policyThatCannotBeAskedCostsNoDenial() {
    int[] faults = new int[1];
    Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> faults[0]++);
    policyFails = true;
    assertTrue(denied(1));
    assertEquals(1, only().tally().denials());
    assertEquals(1, faults[0]);
  }

  @Test
  void containerThatIsKnownALittleLaterIsToldThen() {
    assertTrue(denied(1));
    Container web = container("web", "/srv/data");
    attributor =
        d -> new Attribution(web, "mcs", web.mounts().get(0), "inode", Path.of("/srv/data/f1"));
    assertFalse(denied(1), "remembered");
    nanos += Duration.ofSeconds(11).toNanos();
    assertTrue(denied(1));
    assertEquals(3, ledger.totals().denials());
    assertEquals(2, ledger.open().size());
  }

  @Test
  void sameTextOfAnotherProcessIsARepeat() {
    assertTrue(denied(1));
    AuditRecord other = new AuditRecord("AVC", null, NOW, 2, "pid=123456 ino=1", false);
    // the pid stands after a blank in a record of the kernel's: "for  pid=7 comm="
    assertFalse(book.again(other));
    AuditRecord avc = new AuditRecord("AVC", null, NOW, 1, "for  pid=7 ino=5", false);
    assertTrue(book.denied(avc, denial(1)) || book.again(avc));
    assertTrue(book.again(new AuditRecord("AVC", null, NOW, 1, "for  pid=99 ino=5", false)));
    assertFalse(book.again(new AuditRecord("USER_AVC", null, NOW, 1, "for  pid=7 ino=5", false)));
  }
}
