package sevol.request.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.container.Engine;
import sevol.request.ContainerRequest;
import sevol.request.DiskTextFiles;
import sevol.request.InvalidRequestException;
import sevol.request.TextFiles;

/** Files that were written to break the reader: one clear line, or the right result, at once. */
class HostileComposeTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  private static List<ContainerRequest> read(TextFiles files, Path directory)
      throws InvalidRequestException {
    ComposeOptions options = ComposeOptions.of(Engine.DOCKER, directory, List.of());
    return ComposeProject.read(options, Map.of("HOME", "/root", "BIG", "x".repeat(1000)), files)
        .requests(List.of());
  }

  private static List<ContainerRequest> read(String text) throws InvalidRequestException {
    return assertTimeoutPreemptively(
        AT_ONCE, () -> read(new FakeFiles().with("/p/compose.yaml", text), Path.of("/p")));
  }

  private static String refused(String text) {
    String message = assertThrows(InvalidRequestException.class, () -> read(text)).getMessage();
    assertFalse(message.chars().anyMatch(Character::isISOControl), message);
    assertTrue(message.length() < 500, message);
    return message;
  }

  private static String service(String keys) {
    return "services:\n  web:\n    image: x\n    " + keys + "\n";
  }

  @Test
  void aliasesOfAliasesAreOneNode() throws InvalidRequestException {
    StringBuilder laughs = new StringBuilder("x-0: &a0 [lol, lol]\n");
    for (int i = 1; i <= 100; i++) {
      String before = "*a" + (i - 1);
      laughs.append("x-" + i + ": &a" + i + " [" + (before + ", ").repeat(9) + before + "]\n");
    }
    String text = laughs + service("environment: *a100\n    volumes: [\"/a:/a\"]");
    assertEquals("service web", read(text).get(0).subject());
  }

  @Test
  void mergedLaughsAreCounted() {
    StringBuilder laughs = new StringBuilder("services:\n  s0: &a0 {");
    for (int i = 0; i < 100; i++) {
      laughs.append("k" + i + ": v, ");
    }
    laughs.append("image: x}\n");
    for (int i = 1; i < 2000; i++) {
      laughs.append("  s" + i + ": &a" + i + " {<<: *a" + (i - 1) + ", l" + i + ": v}\n");
    }
    assertTrue(refused(laughs.toString()).endsWith("counted after anchors were merged"));
  }

  @Test
  void bombsLaidOverOneAnotherAreCounted() {
    StringBuilder bomb = new StringBuilder("volumes:\n  a0: &a0 {x: &x {y: z}}\n");
    for (int i = 1; i <= 60; i++) {
      String before = "*a" + (i - 1);
      bomb.append("  a" + i + ": &a" + i + " {p: " + before + ", q: " + before + "}\n");
    }
    String text = bomb + service("volumes: []");
    FakeFiles files = new FakeFiles().with("/p/compose.yaml", text);
    files.with("/p/compose.override.yaml", text);
    InvalidRequestException refused =
        assertThrows(
            InvalidRequestException.class,
            () -> assertTimeoutPreemptively(AT_ONCE, () -> read(files, Path.of("/p"))));
    assertTrue(refused.getMessage().contains("more than 100000 entries"), refused.getMessage());
  }

  @Test
  void anAliasInItselfIsRefused() {
    assertTrue(refused("services: &a\n  web: *a\n").contains("anchor"));
  }

  @Test
  void nestingIsBounded() {
    assertTrue(refused("[".repeat(100_000)).contains("nested more than"));
    assertTrue(refused("{a: ".repeat(100_000)).contains("nested more than"));
    assertTrue(refused("- ".repeat(100_000) + "a").contains("nested more than"));
    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      deep.append(" ".repeat(i)).append("a:\n");
    }
    assertTrue(refused(deep.toString()).contains("nested more than"));
  }

  @Test
  void nestedVariablesAreBounded() {
    String nested = "${A:-".repeat(1000) + "}".repeat(1000);
    assertTrue(refused(service("volumes: [\"" + nested + "\"]")).contains("nested more than"));
  }

  @Test
  void whatVariablesStandForIsBounded() {
    String text = service("environment: [\"" + "$BIG".repeat(100_000) + "\"]");
    assertTrue(refused(text).contains("stand for more than 1 MiB"));
  }

  @Test
  void anEnvFileThatDoublesIsBounded() {
    StringBuilder doubling = new StringBuilder("A0=xxxxxxxx\n");
    for (int i = 1; i < 60; i++) {
      doubling.append("A" + i + "=$A" + (i - 1) + "$A" + (i - 1) + "\n");
    }
    FakeFiles files = new FakeFiles().with("/p/compose.yaml", service("volumes: []"));
    files.with("/p/.env", doubling.toString());
    String message =
        assertThrows(InvalidRequestException.class, () -> read(files, Path.of("/p"))).getMessage();
    assertTrue(message.startsWith("/p/.env:"), message);
  }

  @Test
  void fiftyMegabytesAreNotRead(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("compose.yaml");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("services:\n");
      for (int i = 0; i < 500_000; i++) {
        out.write(
            "  s"
                + i
                + ": {image: x, volumes: ['/a"
                + i
                + ":/a', '/b:/b', '/c:/c', '/d:/d', '/e:/e', '/f:/f']}\n");
      }
    }
    assertTrue(Files.size(file) > 40_000_000);
    InvalidRequestException refused =
        assertThrows(InvalidRequestException.class, () -> read(new DiskTextFiles(), directory));
    assertTrue(refused.getMessage().endsWith("larger than 1 MiB, which sevol does not read"));
  }

  @Test
  void manySmallEntriesAreCounted() {
    assertTrue(refused("services:\n" + "- a\n".repeat(200_000)).contains("more than 100000"));
  }

  @Test
  void invalidUtf8IsSaid(@TempDir Path directory) throws IOException {
    byte[] bytes = "services: {a: {image: '\u00ff'}}".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(directory.resolve("compose.yaml"), bytes);
    InvalidRequestException refused =
        assertThrows(InvalidRequestException.class, () -> read(new DiskTextFiles(), directory));
    assertTrue(refused.getMessage().endsWith("not UTF-8"));
  }

  @Test
  void whatIsNoFileIsNotOpened() {
    InvalidRequestException refused =
        assertThrows(
            InvalidRequestException.class,
            () ->
                ComposeProject.read(
                    ComposeOptions.of(Engine.DOCKER, Path.of("/p"), List.of(Path.of("/dev/zero"))),
                    Map.of(),
                    new DiskTextFiles()));
    assertEquals("/dev/zero: not a regular file", refused.getMessage());
  }

  @Test
  void controlCharactersAreSaidOrKept() throws InvalidRequestException {
    assertEquals(
        "/p/compose.yaml:2: not YAML: a control character", refused("services:\n  a: \u0000\n"));
    assertTrue(refused("services:\n  a: \u001b[31m\n").contains("control character"));
    assertTrue(refused(service("volumes: [\"/a\\0b:/b\"]")).contains("no path can hold this"));
    String odd = "/a\\n\\e[31m%|\\u202e";
    String text = service("volumes: [\"" + odd + ":/b\"]");
    assertEquals("/a\n\u001b[31m%|\u202e", read(text).get(0).mounts().get(0).source());
    assertTrue(refused("services: {\"a\\nb\": {image: x, volumes: 1}}").contains("a\\u000ab"));
  }

  @Test
  void longPathsAreKept() throws InvalidRequestException {
    String path = "/" + "d".repeat(4095);
    assertEquals(
        path, read(service("volumes: [\"" + path + ":/b\"]")).get(0).mounts().get(0).source());
  }

  @Test
  void manyIncludesAreCounted() {
    FakeFiles files = new FakeFiles();
    for (int i = 0; i < 300; i++) {
      files.with("/p/f" + i + ".yaml", "include: [f" + (i + 1) + ".yaml]\n");
    }
    files.with("/p/compose.yaml", "include: [f0.yaml]\n" + service("volumes: []"));
    InvalidRequestException refused =
        assertThrows(InvalidRequestException.class, () -> read(files, Path.of("/p")));
    assertEquals("more than 100 files belong to this project", refused.getMessage());
  }

  @Test
  void valuesOfOtherFilesAreNeverShown() {
    FakeFiles files = new FakeFiles().with("/p/.env", "SECRET=geheim\nBROKEN geheim\n");
    files.with("/p/compose.yaml", service("volumes: []"));
    String message =
        assertThrows(InvalidRequestException.class, () -> read(files, Path.of("/p"))).getMessage();
    assertEquals("/p/.env:2: a name with a space in it", message);
    for (String key :
        List.of(
            "volumes: [\"$SECRET\"]",
            "volumes: [\"a:$SECRET\"]",
            "volumes: [{type: $SECRET, target: /a}]",
            "privileged: $SECRET",
            "devices: [\"$SECRET:a:b:c\"]",
            "security_opt: [\"label=$SECRET\"]",
            "tmpfs: {$SECRET: a}")) {
      FakeFiles secret = new FakeFiles().with("/p/.env", "SECRET=geheim\n");
      secret.with("/p/compose.yaml", service(key));
      String said =
          assertThrows(InvalidRequestException.class, () -> read(secret, Path.of("/p")))
              .getMessage();
      assertTrue(said.startsWith("/p/compose.yaml:4: service \"web\": "), said);
      assertFalse(said.contains("geheim"), said);
    }
  }
}
