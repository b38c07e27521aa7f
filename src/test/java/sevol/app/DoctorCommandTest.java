package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sevol.doctor.DebianHost;
import sevol.doctor.FakeRoot;
import sevol.doctor.HostFacts;
import sevol.jna.NativeLibraries;

class DoctorCommandTest {
  @TempDir private Path temp;
  private final CheckHost host = new CheckHost();
  private String out = "";
  private String err = "";

  private int doctor(HostFacts facts, String... args) {
    StringWriter o = new StringWriter();
    StringWriter e = new StringWriter();
    NativeLibraries all = new NativeLibraries(true, 35, true);
    int code =
        new CommandLine(new DoctorCommand(host, facts, () -> all, names -> List.of()))
            .setExecutionExceptionHandler(new OneLineErrors())
            .setParameterExceptionHandler(new OneLineErrors())
            .setOut(new PrintWriter(o))
            .setErr(new PrintWriter(e))
            .execute(args);
    out = o.toString();
    err = e.toString();
    return code;
  }

  @Test
  void warningsComeFirstAndGiveOne() throws IOException {
    assertEquals(1, doctor(DebianHost.at(temp, Instant.now()).facts()), err);
    assertTrue(
        out.startsWith(
            """
            WARNING  docker: does not label its containers: SELinux does not confine them, and :z and :Z are accepted and do nothing
                     seen: /etc/docker/daemon.json does not set "selinux-enabled"
                     fix:  "selinux-enabled": true in /etc/docker/daemon.json; make the containers anew, they keep the labels they were made with
                           sudo systemctl restart docker
            """),
        out);
    assertTrue(out.lines().reduce((a, b) -> b).orElse("").startsWith("0 problems, 1 warning, "));
    assertEquals("", err);
  }

  @Test
  void notesGiveZero() throws IOException {
    FakeRoot root = DebianHost.at(temp, Instant.now());
    root.file("/etc/docker/daemon.json", "{\"selinux-enabled\": true}");
    assertEquals(0, doctor(root.facts()), out);
  }

  @Test
  void jsonIsALineForEachFinding() throws IOException {
    HostFacts facts = DebianHost.at(temp, Instant.now()).facts();
    assertEquals(1, doctor(facts, "--json"));
    List<String> lines = out.lines().toList();
    assertTrue(lines.size() > 10, out);
    for (String line : lines) {
      assertEquals(5, JsonParser.parseString(line).getAsJsonObject().size(), line);
    }
  }

  @Test
  void thisHostIsExaminedWithoutAnError() {
    Run run = Run.of("doctor");
    assertTrue(run.code() == 0 || run.code() == 1, run.err());
    assertEquals("", run.err());
    assertTrue(run.out().contains("SELinux: "), run.out());
  }

  @Test
  void thereIsNothingToName() throws IOException {
    assertEquals(2, doctor(DebianHost.at(temp, Instant.now()).facts(), "host"));
  }
}
