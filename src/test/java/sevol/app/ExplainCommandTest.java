package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessDecisions;
import sevol.selinux.AccessVector;
import sevol.selinux.DenialReason;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

class ExplainCommandTest {
  private static final String LOG = "src/test/resources/incident/incident.audit-log";
  private static final String NOTHING = "no denial of a container found\n";
  private static final String NOTHING_READ =
      "no denial of a container found in what could be read\n";

  @TempDir Path directory;

  private static String avc(String type, String rest) {
    return "type=AVC msg=audit(1461440820.123:1): avc:  denied  { read } for  pid=7 comm=\"sh\" "
        + rest
        + " scontext=system_u:system_r:"
        + type
        + ":s0:c1,c2 tcontext=system_u:object_r:user_home_t:s0 tclass=dir\n";
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }

  private static void assertRun(Run run, int code, String out, String err) {
    assertEquals(err, run.err());
    assertEquals(out, run.out());
    assertEquals(code, run.code());
  }

  @Test
  void missingFileIsNamed() {
    assertRun(
        Run.of("explain", "/no/such.log"),
        3,
        NOTHING_READ,
        "sevol: /no/such.log: no such file or directory\n");
  }

  @Test
  void directoryIsNamed() {
    assertRun(
        Run.of("explain", "/proc"),
        3,
        NOTHING_READ,
        "sevol: /proc: is a directory; name the log in it\n");
  }

  @Test
  void fileThatCannotBeReadIsNamed() {
    // reading address 0 of a process's memory fails for everybody, root too
    assertRun(
        Run.of("explain", "/proc/self/mem"),
        3,
        NOTHING_READ,
        "sevol: /proc/self/mem: Input/output error\n");
  }

  @Test
  void binaryFileIsNamed() throws IOException {
    Path binary = Files.write(directory.resolve("a.bin"), new byte[] {0, 1, 2, '\n', 0});
    assertRun(
        Run.of("explain", binary.toString()),
        3,
        NOTHING_READ,
        "sevol: " + binary + ": not a text log (it holds NUL bytes and no audit record)\n");
  }

  @Test
  void compressedLogIsNamedWithTheWayToReadIt() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(avc("container_t", "ino=3").getBytes(StandardCharsets.UTF_8));
    }
    Path log = Files.write(directory.resolve("audit.log.gz"), bytes.toByteArray());
    assertRun(
        Run.of("explain", log.toString()),
        3,
        NOTHING_READ,
        "sevol: " + log + ": compressed; read it with: zcat " + log + " | sevol explain -\n");
  }

  @Test
  void logThatACrashFilledWithNulsIsRead() throws IOException {
    String log = file("audit.log", "\0\0\0\0\n" + avc("container_t", "ino=3"));
    assertEquals(1, Run.of("explain", log).code());
  }

  @Test
  void emptyFileHasNoDenial() throws IOException {
    assertRun(Run.of("explain", file("empty", "")), 0, NOTHING, "");
  }

  @Test
  void lineOfTenMegabytesIsCutAndCounted() throws IOException {
    String log = file("long", "x".repeat(10_000_000) + "\n" + avc("container_t", "ino=3"));
    Run run = Run.of("explain", "--json", log);
    assertEquals(1, run.code());
    assertEquals(1, run.out().lines().count());
    assertEquals("sevol: " + log + ": lines that were too long and were cut: 1\n", run.err());
  }

  @Test
  void volumeWithoutAColonIsAUsageError() {
    assertRun(
        Run.of("explain", "-v", "/data", LOG),
        2,
        "",
        "sevol: -v /data: no colon; say SOURCE:DESTINATION, as in -v /srv/data:/data"
            + " (see: sevol explain --help)\n");
  }

  @Test
  void volumeOfANameIsAUsageError() {
    assertRun(
        Run.of("explain", "-v", "pgdata:/data", LOG),
        2,
        "",
        "sevol: -v pgdata:/data: a named volume has no path on the host to look for"
            + " (see: sevol explain --help)\n");
  }

  @Test
  void oneUnreadableFileDoesNotStopTheOthers() {
    Run run = Run.of("explain", "--json", "/no/such.log", LOG);
    assertEquals(3, run.code());
    assertEquals(1, run.out().lines().count());
  }

  @Test
  void closedPipeEndsTheRunWithoutAWord() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      many.append(avc("container_t", "ino=" + i));
    }
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      String log = file("many", many.toString());
      assertEquals(3, Main.run(new String[] {"explain", "--json", log}, closed, err));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void unreadableRecordIsCounted() {
    Run run = Run.withInput("avc:  denied  { read } for pid=1\n", "explain", "-");
    assertRun(run, 0, NOTHING, "sevol: standard input: denials that could not be read: 1\n");
  }

  @Test
  void standardInputIsReadWithoutAName() {
    assertEquals(1, Run.withInput(avc("container_t", "ino=3"), "explain").code());
  }

  @Test
  void permissiveDenialIsFineWithAWarning() {
    String log = avc("container_t", "ino=3").replace("tclass=dir", "tclass=dir permissive=1");
    Run run = Run.withInput(log, "explain");
    assertEquals(0, run.code());
    assertTrue(run.out().startsWith("LOGGED  container_t"), run.out());
    assertEquals(
        "sevol: warning: only logged, not refused; an enforcing host would refuse it\n", run.err());
  }

  @Test
  void otherProgramsAreCountedAndShownOnRequest() {
    String log = avc("httpd_t", "ino=3");
    Run run = Run.withInput(log, "explain");
    assertRun(run, 0, NOTHING + "denials of other programs, which --all shows: 1\n", "");
    Run all = Run.withInput(log, "explain", "--all", "--json");
    assertTrue(all.out().contains("\"cause\":\"not-container\""), all.out());
    assertTrue(all.out().contains("\"remedy\":null"), all.out());
    assertEquals(0, all.code());
  }

  @Test
  void restartLoopIsOneProblem() {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      String line = avc("container_t", "name=\"d\" dev=\"sda1\" ino=3");
      log.append(
          line.replace("c1,c2", "c" + i + ",c" + (100 + i))
              .replace("pid=7", "pid=" + i)
              .replace(":1)", ":" + i + ")"));
    }
    Run run = Run.withInput(log.toString(), "explain");
    assertEquals(1, run.out().lines().filter(l -> l.startsWith("DENIED")).count());
    assertTrue(run.out().contains("50 times"), run.out());
  }

  @Test
  void namesThatAContainerChoseCannotBreakTheOutput() {
    // ESC ] 0 ; x BEL, a newline and a forged verdict
    String log = avc("container_t", "name=1B5D303B78070A44454E4945442020666F72676564 ino=3");
    String text = Run.withInput(log, "explain").out();
    assertFalse(text.contains("\u001b"), text);
    assertEquals(1, text.lines().filter(l -> l.startsWith("DENIED")).count());
    assertEquals(1, Run.withInput(log, "explain", "--json").out().lines().count());
  }

  @Test
  void policyGivesTheReason() throws IOException {
    AccessDecisions policy = new DenyingPolicy();
    StringWriter out = new StringWriter();
    CommandLine command =
        new CommandLine(new ExplainCommand(file -> policy)).setOut(new PrintWriter(out));
    assertEquals(1, command.execute("--json", "--policy", "policy.33", LOG));
    assertTrue(out.toString().contains("no allow rule in policy"), out.toString());
  }

  @Test
  void policyThatCannotBeLoadedIsNamed() {
    Run run = Run.of("explain", "--policy", "/no/policy.33", LOG);
    assertEquals(3, run.code());
    assertEquals(1, run.err().lines().count());
    assertTrue(run.err().startsWith("sevol: /no/policy.33: "), run.err());
  }

  /** Denies everything for want of a rule. */
  private static final class DenyingPolicy implements AccessDecisions {
    @Override
    public Optional<AccessDecision> decide(
        SecurityContext scontext, SecurityContext tcontext, AccessVector asked) {
      DenialReason reason =
          new DenialReason(DenialReason.Kind.NO_ALLOW_RULE, "no allow rule in policy");
      return Optional.of(new AccessDecision(asked.perms(), Set.of(), false, reason));
    }

    @Override
    public Optional<SecurityContext> contextOfNew(
        SecurityContext scontext, SecurityContext target, ObjectClass tclass) {
      return Optional.empty();
    }

    @Override
    public Optional<SecurityContext> canonical(SecurityContext context) {
      return Optional.of(context);
    }
  }
}
