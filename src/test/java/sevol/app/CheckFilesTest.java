package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.app.CheckRequests.Given;
import sevol.container.Engine;
import sevol.request.ContainerRequest;
import sevol.request.InvalidRequestException;

/** {@code sevol check} of compose files and quadlets. */
class CheckFilesTest extends CheckFixture {
  private static final List<String> NONE = List.of();

  private Path compose() throws IOException {
    return Files.writeString(
        dir.resolve("compose.yaml"),
        """
        name: shop
        services:
          web:
            image: busybox
            volumes: [ "./scripts:/scripts:z", "data:/data" ]
          db:
            image: busybox
            security_opt: [ "label:disable" ]
            volumes:
              - { type: bind, source: ./scripts, target: /init, read_only: true }
        volumes: { data: {} }
        """);
  }

  private static List<ContainerRequest> read(
      List<String> files, List<String> words, Map<String, String> environment)
      throws InvalidRequestException {
    return new CheckRequests(null, new Given(files, NONE, NONE, NONE, NONE), words, environment)
        .read();
  }

  @Test
  void everyServiceOfAComposeFileIsChecked() throws IOException {
    compose();
    check("compose", "-f", "$DIR/compose.yaml");
    check("compose-service", "-f", "$DIR/compose.yaml", "web");
    check("compose-command", "--", "docker", "compose", "-f", "$DIR/compose.yaml", "up", "web");
    check("compose-no-service", "-f", "$DIR/compose.yaml", "wbe");
    check("compose-junit", "--format", "junit", "-f", "$DIR/compose.yaml");
  }

  @Test
  void whatOneServiceTakesForItselfIsNotFineForAnother() throws IOException {
    Files.writeString(
        dir.resolve("private.yaml"),
        """
        name: shop
        services:
          web: { image: busybox, volumes: [ "./scripts:/a:Z", "new:/n:Z" ] }
          db: { image: busybox, volumes: [ "./scripts/lib:/a:z", "new:/n", "other:/o" ] }
          free: { image: busybox, privileged: true, volumes: [ "./scripts:/a" ] }
        volumes: { new: {}, other: {} }
        """);
    check("compose-private", "-f", "$DIR/private.yaml");
    Files.writeString(
        dir.resolve("level.yaml"),
        """
        name: shop
        services:
          web: &web
            image: busybox
            volumes: [ "./scripts:/a:Z" ]
            security_opt: [ "label:level:s0:c1,c2" ]
          db: *web
        """);
    check("compose-private-level", "-f", "$DIR/level.yaml");
  }

  @Test
  void quadletIsChecked() throws IOException {
    Files.writeString(
        dir.resolve("web.container"),
        "[Container]\nImage=busybox\nVolume=./scripts:/scripts:ro\nSecurityLabelDisable=true\n");
    check("quadlet", "-f", "$DIR/web.container");
  }

  @ParameterizedTest
  @ValueSource(strings = {"podman-compose -f x.yaml up", "sudo docker-compose -f x.yaml run web"})
  void composeCommandsAreKnownByEveryName(String command) {
    List<String> words = List.of(command.split(" "));
    String message =
        assertThrows(InvalidRequestException.class, () -> read(NONE, words, Map.of())).getMessage();
    assertTrue(message.contains("x.yaml"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"podman compose", "sudo /usr/bin/podman compose", "/bin/podman-compose"})
  void whatPodmanComposesPodmanRuns(String command) throws Exception {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("-f", compose().toString(), "up"));
    assertEquals(Engine.PODMAN, read(NONE, words, Map.of()).get(0).engine());
    CheckRequests docker =
        new CheckRequests(Engine.DOCKER, new Given(NONE, NONE, NONE, NONE, NONE), words, Map.of());
    assertThrows(InvalidRequestException.class, docker::read);
  }

  @Test
  void rootReadsNoFileForSomebodyElse() throws IOException {
    List<String> file = List.of(compose().toString());
    Map<String, String> alice = Map.of("SUDO_UID", "1000");
    String message =
        assertThrows(InvalidRequestException.class, () -> read(file, NONE, alice)).getMessage();
    assertTrue(message.contains("docker compose config | sudo sevol check -f -"), message);
    List<String> words = List.of("docker", "compose", "-f", file.get(0), "up");
    assertThrows(InvalidRequestException.class, () -> read(NONE, words, alice));
    assertThrows(InvalidRequestException.class, () -> read(List.of("/x.container"), NONE, alice));
  }

  @Test
  void composeFileComesFromStandardInput() throws Exception {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(Files.readAllBytes(compose())));
    try {
      List<ContainerRequest> requests =
          read(List.of("-"), List.of("db"), Map.of("SUDO_UID", "1000"));
      assertEquals(
          List.of("/init"), requests.get(0).mounts().stream().map(m -> m.destination()).toList());
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void standardInputThatIsNotTextIsRefused() {
    String compose = "services: { a: { image: b, volumes: [ '/srv/caf\u00e9:/a' ] } }";
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(compose.getBytes(StandardCharsets.ISO_8859_1)));
    try {
      String message =
          assertThrows(InvalidRequestException.class, () -> read(List.of("-"), NONE, Map.of()))
              .getMessage();
      assertTrue(message.contains("not UTF-8"), message);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void hugeComposeFileIsRefusedInOneLine() throws IOException {
    byte[] line = "# nothing at all, but very long\n".getBytes(StandardCharsets.UTF_8);
    try (var out = Files.newOutputStream(dir.resolve("huge.yaml"))) {
      for (int i = 0; i < 50 * 1024 * 1024 / line.length; i++) {
        out.write(line);
      }
    }
    check("compose-huge", "-f", "$DIR/huge.yaml");
  }
}
