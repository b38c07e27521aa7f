package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class DaemonCommandTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  @TempDir private Path root;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicInteger status = new AtomicInteger(-1);
  private @Nullable Thread daemon;

  private Path log() {
    return root.resolve("audit.log");
  }

  @BeforeEach
  void host() throws IOException {
    write(
        "proc/self/mountinfo",
        """
        1 0 8:2 / / rw - ext4 /dev/sda2 rw,seclabel
        2 1 8:3 / /home/src/scripts/disk rw - ext4 /dev/sda3 rw,seclabel
        """);
    write(
        "var/lib/containers/storage/overlay-containers/containers.json",
        "[{\"id\":\"" + ID + "\",\"names\":[\"web\"]}]");
    write(
        "var/lib/containers/storage/overlay-containers/" + ID + "/userdata/config.json",
        "{\"ociVersion\":\"1.2.0\","
            + "\"process\":{\"selinuxLabel\":\"system_u:system_r:container_t:s0:c47,c929\"},"
            + "\"mounts\":[{\"type\":\"bind\",\"source\":\"/home/src/scripts\","
            + "\"destination\":\"/scripts\",\"options\":[\"rbind\"]}]}");
    write("audit.log", "type=DAEMON_START msg=audit(1795356600.000:1): op=start\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void log(int serial, int ino, String source, String tclass) throws IOException {
    String record =
        "type=AVC msg=audit(1795356625.867:"
            + serial
            + "): avc:  denied  { write } for  pid=4194303 comm=\"fpm\" name=\"scripts\""
            + (ino == 79 ? " dev=\"sda3\" ino=" : " dev=\"sda2\" ino=")
            + ino
            + " scontext=system_u:system_r:"
            + source
            + " tcontext=unconfined_u:object_r:unlabeled_t:s0 tclass="
            + tclass
            + " permissive=0\n";
    Files.writeString(log(), record, StandardOpenOption.APPEND);
  }

  private CommandLine command(OutputStream to) {
    return new CommandLine(new DaemonCommand(new DaemonTestHost(root), root))
        .setOut(new PrintWriter(to, false, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler(new OneLineErrors());
  }

  private void start(OutputStream to, String... options) throws InterruptedException {
    List<String> args = new ArrayList<>(places());
    args.addAll(List.of(options));
    Thread thread = new Thread(() -> status.set(command(to).execute(args.toArray(new String[0]))));
    thread.start();
    daemon = thread;
    until(() -> err.toString(StandardCharsets.UTF_8).contains("known"));
  }

  private List<String> places() {
    String state = root.resolve("ledger").toString();
    String run = root.resolve("run/sevol").toString();
    return List.of("--log", log().toString(), "--state", state, "--run", run);
  }

  @AfterEach
  void end() throws InterruptedException {
    if (daemon != null) {
      daemon.interrupt();
      daemon.join(10_000);
      assertFalse(daemon.isAlive());
    }
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    assertTrue(condition.getAsBoolean());
  }

  private String line(int number) throws InterruptedException {
    until(() -> out.toString(StandardCharsets.UTF_8).lines().count() > number);
    return out.toString(StandardCharsets.UTF_8).lines().skip(number).findFirst().orElseThrow();
  }

  @Test
  void newIncidentIsOneLineAndItsRepetitionNone() throws Exception {
    start(out);
    log(1, 77, "container_t:s0:c47,c929", "dir");
    log(2, 77, "container_t:s0:c47,c929", "dir");
    log(3, 78, "container_t:s0:c47,c929", "file");
    String first = line(0);
    assertTrue(
        first.startsWith(
            "2026-11-22T14:10:25Z denied: container web (podman 0123456789ab) { write } on"
                + " /home/src/scripts (mounted at /scripts): unlabeled; "),
        first);
    assertTrue(line(1).contains("on /home/src/scripts/f (mounted at /scripts)"), line(1));
    assertEquals(2, out.toString(StandardCharsets.UTF_8).lines().count());
    assertEquals(
        "sevol: 1 containers known, without the kernel's own stream (not on this host)\n",
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsNoIncidentIsNotTold() throws Exception {
    start(out);
    log(1, 77, "sshd_t:s0", "dir");
    log(2, 77, "container_t:s0:c47,c929", "fifo_file");
    log(3, 77, "container_t:s0:c47,c929", "tcp_socket");
    Files.writeString(log(), "\0\u0001 nonsense {\ntype=AVC\n", StandardOpenOption.APPEND);
    log(4, 77, "container_t:s0:c47,c929", "dir");
    assertTrue(line(0).contains("/home/src/scripts"), line(0));
  }

  @Test
  void fixOfAFileSystemMountedBelowNamesItsMountPoint() throws Exception {
    start(out);
    log(1, 79, "container_t:s0:c47,c929", "file");
    assertTrue(
        line(0).contains("on /home/src/scripts/disk/x (mounted at /scripts): unlabeled"), line(0));
    assertTrue(line(0).endsWith("--apply /home/src/scripts/disk"), line(0));
  }

  @Test
  void denialOfAnEngineShowsThePathOnTheHost() throws Exception {
    start(out);
    Files.writeString(
        log(),
        "type=AVC msg=audit(1795356625.867:5): avc:  denied  { mounton } for  pid=4194303"
            + " comm=\"runc\" path=\"/scripts\" dev=\"sda2\" ino=77"
            + " scontext=system_u:system_r:dockerd_t:s0 tcontext=u:object_r:default_t:s0 tclass=dir"
            + " permissive=0\n",
        StandardOpenOption.APPEND);
    assertTrue(
        line(0)
            .contains(
                "denied: engine dockerd_t (container unknown) { mounton } on /home/src/scripts: "),
        line(0));
  }

  @Test
  void jsonNamesContainerAndMount() throws Exception {
    start(out, "--json");
    log(9, 77, "container_t:s0:c47,c929", "dir");
    String line = line(0);
    assertTrue(line.contains("\"source\":\"/home/src/scripts\""), line);
    assertTrue(line.contains("\"containers\":[\"podman web\"]"), line);
    assertTrue(line.contains("\"event\":\"1795356625.867:9\""), line);
  }

  @Test
  void settingsAreReadWhereTheyLie() throws Exception {
    write("etc/sevol/sevol.properties", "json = true\nlog = /nonexistent/audit.log\n");
    start(out); // the log that the command line names goes before
    log(9, 77, "container_t:s0:c47,c929", "dir");
    assertTrue(line(0).startsWith("{"), line(0));
  }

  @Test
  void closedOutputEndsTheDaemon() throws Exception {
    start(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        });
    log(1, 77, "container_t:s0:c47,c929", "dir");
    until(() -> status.get() >= 0);
    assertEquals("", err.toString(StandardCharsets.UTF_8).replaceFirst(".*host\\)\n", ""));
  }

  @Test
  void directoryAsLogIsOneClearLine() {
    Path state = root.resolve("ledger");
    int code = command(out).execute("--log", root.toString(), "--state", state.toString());
    assertEquals(ExitCode.UNKNOWN, code);
    assertEquals("sevol: " + root + ": not a regular file\n", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void missingLogIsWaitedFor() throws Exception {
    Files.delete(log());
    start(out);
    Files.createFile(log());
    log(1, 77, "container_t:s0:c47,c929", "dir");
    assertTrue(line(0).contains("container web"), line(0));
  }
}
