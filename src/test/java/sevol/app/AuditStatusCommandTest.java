package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sevol.audit.KernelAuditStatus;

class AuditStatusCommandTest {
  private static final String JSON =
      "{\"time\":\"2026-11-22T14:10:25Z\",\"enabled\":1,\"failure\":2,\"pid\":410,"
          + "\"rate_limit\":50,\"backlog_limit\":8192,\"lost\":4294967295,\"backlog\":7}\n";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private AuditStatusCommand.Kernel kernel =
      () -> new KernelAuditStatus(1, 2, 410, 50, 8192, 4294967295L, 7);
  @TempDir private Path temp;

  private int run(String... args) {
    Clock clock = Clock.fixed(Instant.parse("2026-11-22T14:10:25.867Z"), ZoneOffset.UTC);
    return new CommandLine(new AuditStatusCommand(kernel, clock))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(new OneLineErrors())
        .execute(args);
  }

  @Test
  void statusIsOneObject() {
    assertEquals(ExitCode.FINE, run());
    assertEquals(JSON, out.toString());
  }

  @Test
  void fileIsReplacedWholeAndReadableByItsGroup() throws Exception {
    Path file = Files.writeString(temp.resolve("audit-status.json"), "old");
    Path before = Files.createLink(temp.resolve("before"), file);
    Files.writeString(temp.resolve(".audit-status.json.new"), "left by a run that was killed");
    assertEquals(ExitCode.FINE, run("--write", file.toString()));
    assertEquals(JSON, Files.readString(file));
    assertEquals("old", Files.readString(before), "not written in place");
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals("", out.toString());
    try (var all = Files.list(temp)) {
      assertEquals(List.of(file, before), all.sorted().toList());
    }
  }

  @Test
  void refusalIsOneLineAndNoFile() {
    kernel =
        () -> {
          throw new IOException("kernel audit status: EPERM (needs …)");
        };
    Path file = temp.resolve("audit-status.json");
    assertEquals(ExitCode.UNKNOWN, run("--write", file.toString()));
    assertEquals("sevol: kernel audit status: EPERM (needs …)\n", err.toString());
    assertFalse(Files.exists(file));
  }

  @Test
  void missingDirectoryIsNamed() {
    Path file = temp.resolve("none/audit-status.json");
    assertEquals(ExitCode.UNKNOWN, run("--write", file.toString()));
    assertTrue(err.toString().contains(temp.resolve("none").toString()), err.toString());
  }
}
