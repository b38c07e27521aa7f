package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image as a user starts it, with the environment that sudo or an attacker may leave. */
class LauncherIT {
  private static final Path IMAGE = Path.of("target/sevol").toAbsolutePath();
  private static final String VERSION = "sevol 0.1.0\n";

  @TempDir private Path temp;

  private record Result(int status, String out, String err) {}

  private Result run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    File out = temp.resolve("out").toFile();
    File err = temp.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ends");
    return new Result(
        process.exitValue(),
        Files.readString(out.toPath(), StandardCharsets.UTF_8),
        Files.readString(err.toPath(), StandardCharsets.UTF_8));
  }

  private static String sevol() {
    return IMAGE.resolve("bin/sevol").toString();
  }

  @Test
  void optionsInTheEnvironmentDoNotReachTheJvm() throws Exception {
    Map<String, String> hostile =
        Map.of(
            "JAVA_TOOL_OPTIONS", "-Xbogus",
            "JDK_JAVA_OPTIONS", "-Xbogus",
            "_JAVA_OPTIONS", "-Xbogus",
            "CLASSPATH", "/nonexistent",
            "IFS", "/");
    assertEquals(new Result(0, VERSION, ""), run(hostile, sevol(), "--version"));
  }

  @Test
  void onlyOrdinaryUsersChooseTheJvm() throws Exception {
    jvm("jdk", "JAVA_VERSION=\"21\"");
    boolean root = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    Map<String, String> environment = Map.of("JAVA_HOME", temp.resolve("jdk").toString());
    assertEquals(root ? VERSION : "mine\n", run(environment, sevol(), "--version").out());
  }

  private String jvm(String name, String release) throws IOException {
    Path home = temp.resolve(name);
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho mine\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    if (!release.isEmpty()) {
      Files.writeString(home.resolve("release"), release);
    }
    return java.toString();
  }

  private String chosen(String... candidates) throws Exception {
    String script = ". target/sevol/lib/find-java && choose_java \"$@\" && echo \"$java\"";
    List<String> command = new ArrayList<>(List.of("sh", "-euc", script, "sh"));
    command.addAll(List.of(candidates));
    Result result = run(Map.of(), command.toArray(new String[0]));
    assertEquals("", result.err());
    return result.out().strip();
  }

  @Test
  void theFirstJvmThatIsNewEnoughIsChosen() throws Exception {
    String none = temp.resolve("none/bin/java").toString();
    String eight = jvm("8", "JAVA_VERSION=\"1.8.0_452\"\n");
    jvm("old", "JAVA_VERSION=\"1.8.0_452\"\n");
    String jre = jvm("old/jre", "");
    String eleven = jvm("11", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");
    String untold = jvm("untold", "");
    String seventeen = jvm("17", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.15\"");
    String latest = jvm("25", "JAVA_VERSION=\"25-ea\"\n");
    assertEquals(seventeen, chosen(none, "", eight, eleven, untold, seventeen, latest));
    assertEquals(latest, chosen(eleven, latest, seventeen));
    assertEquals(untold, chosen(jre, untold, eleven), "the last resort");
    assertEquals("", chosen(none, eight, jre, eleven));
  }

  @Test
  void anArchiveThatIsNoneIsIgnoredSilently() throws Exception {
    Path copy = temp.resolve("copy");
    copy(IMAGE, copy);
    Files.delete(copy.resolve("lib/sevol.jsa"));
    Files.writeString(copy.resolve("lib/sevol.jsa"), "garbage");
    Path stamp = copy.resolve("lib/sevol.jsa.stamp");
    Files.writeString(
        stamp, Files.readString(stamp).replace(IMAGE.toString(), copy.toRealPath().toString()));
    assertEquals(
        new Result(0, VERSION, ""), run(Map.of(), copy + "/bin/sevol", "--version"), "garbage");
    Files.delete(stamp);
    assertEquals(
        new Result(0, VERSION, ""), run(Map.of(), copy + "/bin/sevol", "--version"), "no stamp");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }

  @Test
  void startsThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("sevol"), Path.of(sevol()));
    assertEquals(new Result(0, VERSION, ""), run(Map.of(), link.toString(), "--version"));
  }

  @Test
  void theIncidentIsExplained() throws Exception {
    Result result =
        run(
            Map.of("LANG", "C"),
            sevol(),
            "explain",
            "-v=/home/src/dashing-docker/package-scripts:/scripts",
            "src/test/resources/incident/incident.journal");
    assertEquals(1, result.status(), result.err());
    assertTrue(result.out().contains("unlabeled: "), result.out());
    assertTrue(
        result
            .out()
            .contains("fix: sudo sevol fix --apply /home/src/dashing-docker/package-scripts"),
        result.out());
  }

  @Test
  void aReaderThatGoesAwayEndsItQuietly() throws Exception {
    List<String> lines =
        Files.readAllLines(Path.of("src/test/resources/incident/incident.audit-log"));
    Path big = temp.resolve("big.log");
    StringBuilder copies = new StringBuilder();
    for (int serial = 0; serial < 2000; serial++) { // the same event again would count once
      String event = String.join("\n", lines);
      copies.append(event.replaceAll("(audit\\([\\d.]+:)\\d+", "$1" + serial)).append('\n');
    }
    Files.writeString(big, copies);
    String pipe = "\"$0\" explain --json \"$1\" | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}";
    Result result = run(Map.of(), "bash", "-c", pipe, sevol(), big.toString());
    assertEquals(new Result(0, "3\n", ""), result);
  }

  @Test
  void aFullDiskIsTold() throws Exception {
    Result result = run(Map.of(), "bash", "-c", "\"$0\" --version >/dev/full", sevol());
    assertEquals(3, result.status());
    assertEquals("sevol: cannot write to standard output: No space left on device\n", result.err());
  }
}
