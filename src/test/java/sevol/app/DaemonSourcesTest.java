package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sevol.ledger.Incident;
import sevol.ledger.LedgerContent;
import sevol.ledger.LedgerFile;
import sevol.preflight.FakePolicy;
import sevol.preflight.FakeTree;

/** The daemon as a whole: what it counts over restarts and from both sources, and what it tells. */
@Timeout(120)
class DaemonSourcesTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String LEVEL = "s0:c47,c929";

  @TempDir private Path root;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private @Nullable DaemonTestHost host;
  private @Nullable FakeKernel kernel;
  private @Nullable Thread daemon;

  @BeforeEach
  void files() throws IOException {
    write("proc/self/mountinfo", "1 0 8:2 / / rw - ext4 /dev/sda2 rw,seclabel\n");
    write("proc/sys/kernel/random/boot_id", "this boot\n");
    write("audit.log", "type=DAEMON_START msg=audit(1795356600.000:1): op=start\n");
  }

  @AfterEach
  void end() throws InterruptedException {
    Thread running = daemon;
    daemon = null;
    if (running != null) {
      running.interrupt();
      running.join(20_000);
      assertFalse(running.isAlive());
    }
  }

  private Path write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Path ledger() {
    return root.resolve("ledger");
  }

  private void start() throws Exception {
    DaemonTestHost on = new DaemonTestHost(root);
    kernel = new FakeKernel();
    on.kernel = kernel;
    start(on);
  }

  private void start(DaemonTestHost on) throws Exception {
    host = on;
    err.reset();
    CommandLine command =
        new CommandLine(new DaemonCommand(on, root))
            .setOut(new PrintWriter(out, false, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
            .setExecutionExceptionHandler(new OneLineErrors());
    String[] args = {
      "--log", root.resolve("audit.log").toString(),
      "--state", ledger().toString(),
      "--run", root.resolve("run").toString()
    };
    Thread thread = new Thread(() -> command.execute(args));
    thread.start();
    daemon = thread;
    until(() -> on.notices.contains("READY=1"));
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    for (int i = 0; i < 2000 && !condition.call(); i++) {
      Thread.sleep(10);
    }
    assertTrue(condition.call());
  }

  private static String avc(int serial) {
    return "audit(1795356625.867:"
        + serial
        + "): avc:  denied  { write } for  pid=4194303 comm=\"fpm\" name=\"scripts\" dev=\"sda2\""
        + " ino=77 scontext=system_u:system_r:container_t:"
        + LEVEL
        + " tcontext=unconfined_u:object_r:unlabeled_t:s0 tclass=dir permissive=0";
  }

  private void log(int serial) throws IOException {
    String line = "type=AVC msg=" + avc(serial) + "\n";
    Files.writeString(root.resolve("audit.log"), line, StandardOpenOption.APPEND);
  }

  private void kernel(int serial) {
    FakeKernel to = kernel;
    if (to != null) {
      to.say("type=1400 msg=" + avc(serial));
      to.say("type=1320 msg=audit(1795356625.867:" + serial + "): ");
    }
  }

  private LedgerContent kept() throws IOException {
    return LedgerFile.read(ledger());
  }

  private void untilKept(long denials) throws Exception {
    until(
        () ->
            Files.exists(ledger().resolve("ledger.json")) && kept().totals().denials() >= denials);
    assertEquals(denials, kept().totals().denials());
  }

  /** What kill -9 leaves is the ledger as it was written at some moment before. */
  @Test
  void restartAfterAKillLosesNothingAndCountsNothingTwice() throws Exception {
    start();
    log(1);
    log(2);
    untilKept(2);
    Path then = root.resolve("then.json");
    Files.copy(ledger().resolve("ledger.json"), then);
    log(3);
    log(4);
    untilKept(4);
    end();
    Files.copy(then, ledger().resolve("ledger.json"), StandardCopyOption.REPLACE_EXISTING);
    log(5);
    start();
    untilKept(5);
    assertEquals(1, kept().incidents().size());
    assertEquals(5, kept().incidents().get(0).tally().denials());
    assertEquals(1, out.toString(StandardCharsets.UTF_8).lines().count(), "new only once");
  }

  @Test
  void denialThatBothSourcesTellIsCountedOnce() throws Exception {
    start();
    for (int i = 1; i <= 50; i++) {
      if (i % 2 == 0) {
        kernel(i);
        log(i);
      } else {
        log(i);
        kernel(i);
      }
    }
    untilKept(50);
    Thread.sleep(1500); // longer than the kernel's record waits for the log's
    untilKept(50);
  }

  @Test
  void kernelIsBelievedWhileAuditdIsAwayAndWhatItIsGivenLaterIsKnown() throws Exception {
    start();
    kernel(1);
    kernel(2);
    untilKept(2);
    kernel(3);
    untilKept(3);
    end();
    start(); // another run knows it, too
    log(1);
    log(2);
    log(3);
    log(4);
    untilKept(4);
  }

  @Test
  void rotationsBetweenTwoRunsAreReadThrough() throws Exception {
    start();
    log(1);
    untilKept(1);
    end();
    log(2);
    Path log = root.resolve("audit.log");
    Files.move(log, root.resolve("audit.log.1"));
    Files.createFile(log);
    log(3);
    Files.move(root.resolve("audit.log.1"), root.resolve("audit.log.2"));
    Files.move(log, root.resolve("audit.log.1"));
    Files.createFile(log);
    log(4);
    start();
    untilKept(4);
  }

  @Test
  void ledgerThatCannotBeWrittenIsSaidAndMadeUpFor() throws Exception {
    start();
    log(1);
    untilKept(1);
    // a directory where the new file would be made: nobody may write there, root included
    Path obstacle = ledger().resolve("ledger.json.new");
    Files.createDirectories(obstacle.resolve("full"));
    log(2);
    until(() -> err.toString(StandardCharsets.UTF_8).contains("cannot write"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("kept in memory until"), "said");
    Files.delete(obstacle.resolve("full"));
    Files.delete(obstacle);
    log(3);
    untilKept(3);
    until(() -> err.toString(StandardCharsets.UTF_8).contains("can be written again"));
  }

  @Test
  void heartbeatAndWatchdogAreFed() throws Exception {
    start();
    Path heartbeat = root.resolve("run/daemon/heartbeat.json");
    assertTrue(Files.readString(heartbeat).contains("\"kernel\":{\"state\":\"following\""));
    List<String> notices = host == null ? List.of() : host.notices;
    assertTrue(notices.get(0).startsWith("WATCHDOG=1\nSTATUS=0 incidents open"), notices::toString);
    end();
    assertEquals("STOPPING=1", notices.get(notices.size() - 1));
  }

  private void container(Path source) throws IOException {
    write(
        "var/lib/containers/storage/overlay-containers/" + ID + "/userdata/config.json",
        "{\"ociVersion\":\"1.2.0\",\"process\":{\"selinuxLabel\":\"system_u:system_r:container_t:"
            + LEVEL
            + "\"},\"mounts\":[{\"type\":\"bind\",\"source\":\""
            + source
            + "\",\"destination\":\"/data\",\"options\":[\"rbind\"]}]}");
  }

  @Test
  void silentDenialIsForetoldAndItsCureIsSeen() throws Exception {
    Path data = Files.createDirectories(root.toRealPath().resolve("data"));
    FakeTree tree = new FakeTree().label(data, "system_u:object_r:user_home_t:s0");
    DaemonTestHost on = new DaemonTestHost(root);
    on.policy = new FakePolicy();
    on.tree = tree;
    start(on);
    Files.createDirectories(root.resolve("var/lib/containers/storage/overlay-containers"));
    container(data);
    until(() -> out.toString(StandardCharsets.UTF_8).contains("predicted: container podman "));
    tree.label(data, "system_u:object_r:container_file_t:s0");
    until(() -> out.toString(StandardCharsets.UTF_8).contains("over: incident "));
    end();
    Incident incident = kept().incidents().get(0);
    assertTrue(incident.predicted());
    assertFalse(incident.open());
    assertEquals(0, kept().totals().denials());
  }
}
