package sevol.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.container.Engine;
import sevol.request.MountRequest.Bind;

/** The grammar of run commands, by the mounts and labels that come out. */
class RunCommandTest {
  private static ContainerRequest parse(String command) throws InvalidRequestException {
    return RunCommand.parse(Arrays.asList(command.split(" ")), Path.of("/build"));
  }

  private static String sources(String command) throws InvalidRequestException {
    return String.join(
        " ",
        parse(command).mounts().stream()
            .filter(Bind.class::isInstance)
            .map(MountRequest::source)
            .toList());
  }

  private static String error(String command) {
    return assertThrows(InvalidRequestException.class, () -> parse(command)).getMessage();
  }

  @Test
  void theIncidentsCommandHasOneReadWriteMount() throws InvalidRequestException {
    ContainerRequest run =
        parse(
            "docker run -v=/home/src/dashing-docker/package-scripts:/scripts dashing/rvm"
                + " /scripts/packagervm");
    assertEquals(Engine.DOCKER, run.engine());
    Bind mount = assertInstanceOf(Bind.class, run.mounts().get(0));
    assertEquals(Path.of("/home/src/dashing-docker/package-scripts"), mount.path());
    assertEquals("/scripts", mount.destination());
    assertFalse(mount.readOnly());
    assertEquals(Relabel.NONE, mount.relabel());
    assertTrue(mount.createsSource());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker run -v /a:/b img",
        "docker run -v/a:/b img",
        "docker run -v=/a:/b img",
        "docker run --volume /a:/b img",
        "docker run --volume=/a:/b img",
        "docker run -itv /a:/b img",
        "docker run -itv=/a:/b img",
        "docker run -t=false -v /a:/b img",
        "docker container run -v /a:/b img",
        "docker create -v /a:/b img",
        "/usr/bin/docker -D --log-level debug run -v /a:/b img",
        "docker -H unix:///x -c other run -c 512 -v /a:/b img",
        "sudo docker run -v /a:/b img",
        "sudo -E -u root docker run -v /a:/b img",
        "sudo FOO=1 docker run -v /a:/b img",
        "env A=b B=c docker run -v /a:/b img",
        "docker run --rm --name x -e V=1 -p 80:80 --init -v /a:/b -- img",
        "docker run -h host -u 0 -w /w -m 1g --net none -v /a:/b img -v /c:/d",
        "docker run --newer-option=1 -v /a:/b img",
        "docker run --mount type=bind,src=/a,dst=/b img",
        "podman --root /r run --pull always --rmi -v /a:/b img",
        "podman run --log-level=debug --tls-verify=false --systemd always -v /a:/b img sh -v /c:/d",
        "podman create --init-ctr once -v /a:/b img",
        "podman run --mount=type=bind,source=/a,destination=/b img",
      })
  void oneMountIsFoundHoweverItIsWritten(String command) throws InvalidRequestException {
    assertEquals("/a", sources(command));
    assertEquals("/b", parse(command).mounts().get(0).destination());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker run img -v /a:/b",
        "docker run -- img -v /a:/b",
        "docker run -e -v img /a:/b", // -v is the value of -e
        "docker run --entrypoint -v img /a:/b",
        "docker run -v data:/b img",
        "docker run -v /b img",
        "docker run --mount type=tmpfs,dst=/b img",
        "docker run --mount source=data,target=/b img",
      })
  void whatIsNoBindMountOfTheCommandIsNotOne(String command) throws InvalidRequestException {
    assertEquals("", sources(command));
  }

  @ParameterizedTest
  @CsvSource({
    "docker run -v ./x:/b img, /build/x",
    "docker run -v .:/b img, /build",
    "docker run -v ../x:/b img, /x",
    "podman run -v ./x/../y:/b img, /build/y",
    "docker run -v /a//b/./c/:/b img, /a/b/c",
  })
  void sourcesAreMadeAbsoluteAndClean(String command, String source)
      throws InvalidRequestException {
    assertEquals(source, sources(command));
  }

  @ParameterizedTest
  @CsvSource({
    "docker, --privileged, true",
    "docker, --privileged=false, false",
    "docker, --privileged --security-opt label=type:container_t, true",
    "podman, --privileged --security-opt label=type:container_t, false",
    "podman, --privileged, true",
    "podman, --privileged --security-opt label=nested, true",
    "podman, --security-opt label=nested, false",
    "docker, --pid=host, true",
    "docker, --ipc host, true",
    "docker, --pid=host --pid=private, false",
    "docker, --pid=host --security-opt label=level:s0:c1, false",
    "podman, --security-opt label=disable, true",
    "docker, --security-opt label:disable, true",
    "docker, --security-opt seccomp=unconfined, false",
    "docker, --pid=container:web, false",
  })
  void confinementFollowsTheEnginesRules(String engine, String options, boolean unconfined)
      throws InvalidRequestException {
    ContainerRequest run = parse(engine + " run " + options + " img");
    assertEquals(unconfined, run.labels().unconfined());
  }

  @Test
  void labelOptionsKeepTheColonsOfALevel() throws InvalidRequestException {
    LabelOptions labels =
        parse("podman run --security-opt label=level:s0:c1,c2 --security-opt label=type:x_t img")
            .labels();
    assertEquals("s0:c1,c2", labels.values().get("level"));
    assertEquals("x_t", labels.values().get("type"));
    assertNull(labels.joined());
  }

  @Test
  void mistakesAreNamed() {
    assertTrue(error("docker ps").startsWith("docker ps: only run and create"));
    assertTrue(error("docker compose up").startsWith("docker compose: only run"));
    assertTrue(error("nerdctl run img").startsWith("\"nerdctl\" is not docker or podman"));
    assertTrue(
        error("docker run --frobnicate -v /a:/b img").startsWith("--frobnicate is no option"));
    assertTrue(error("docker run -Z img").startsWith("-Z is no option"));
    assertTrue(error("docker run -v").startsWith("-v needs a value"));
    assertTrue(error("sudo").startsWith("there is no command after"));
    assertTrue(
        error("docker run --security-opt label=colour:red img").contains("label=colour:red"));
    assertTrue(
        assertThrows(
                InvalidRequestException.class,
                () -> RunCommand.parse(List.of("docker run -v /a:/b img"), Path.of("/")))
            .getMessage()
            .contains("separate words"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          podman run --systemd=always -v /a:/b img           | container_init_t
          podman run --systemd true -v /a:/b img             | ''
          podman run --runtime krun -v /a:/b img             | container_kvm_t
          podman --runtime /usr/bin/kata-runtime run -v /a:/b img | container_kvm_t
          podman run --runtime crun -v /a:/b img             | ''
          podman run --systemd=always --security-opt label=type:x_t -v /a:/b img | ''
          docker run --runtime kata -v /a:/b img             | ''
          """)
  void anotherTypeOfPodmansIsNoted(String command, String type) throws InvalidRequestException {
    String notes = String.join("\n", parse(command).notes());
    assertEquals(type.isEmpty() ? "" : "label=type:" + type, notes.replaceAll("(?s).* ", ""));
  }
}
