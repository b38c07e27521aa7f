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
import sevol.request.VolumesFrom.Access;

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
    "podman run -v ../x:/b img, /x",
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
    "docker, --pid=host --pid=, false",
    "podman, --pid=host --pid=private, false",
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
        error("docker run --frobnicate=1 -v /a:/b img").startsWith("--frobnicate is no option"));
    assertTrue(error("docker run -Z img").startsWith("-Z is no option"));
    assertTrue(error("docker run -v").startsWith("-v needs a value"));
    assertTrue(error("docker run -v /a:/b").contains("ends without an image"));
    assertTrue(error("docker run --volum /a:/b img").endsWith("is --volume meant?"));
    assertTrue(error("docker run --init=yes img").contains("takes only true or false"));
    assertTrue(error("docker create -d img").startsWith("-d is no option of docker create"));
    assertTrue(error("podman run --init-ctr=once img").startsWith("--init-ctr is no option of"));
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
          podman run --systemd=always -v /a:/b img           | INIT
          podman run --systemd true -v /a:/b img             | ORDINARY
          podman run --runtime krun -v /a:/b img             | KVM
          podman --runtime /usr/bin/kata-runtime run -v /a:/b img | KVM
          podman run --runtime crun -v /a:/b img             | ORDINARY
          docker run --runtime kata -v /a:/b img             | ORDINARY
          """)
  void podmanHasOtherKindsOfProcess(String command, ProcessKind kind)
      throws InvalidRequestException {
    assertEquals(kind, parse(command).labels().kind());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          docker -H ssh://x run img                | --host may name another host
          podman run --pod p img                   | --pod p: the pod's own mounts
          podman run --pod new:p img               | --pod new:p: the pod's own mounts
          docker run --device vendor.com/class=name img | what a CDI name stands for
          podman run --device vendor.com/gpu=all img    | what a CDI name stands for
          podman run img /sbin/init                | /sbin/init is systemd to podman
          podman run --rootfs /r sh                | --rootfs: the root directory
          podman --root /r run img                 | --root is not looked at
          podman run -v /a:/b:O,upperdir=/u,workdir=/w img | upperdir and workdir are not looked at
          docker run --pid container:a --ipc container:b img | --pid and --ipc name two containers
          docker run -v b img                      | -v b: docker takes all of it for the path
          docker run -v a:/b img                   | -v a:/b: docker takes all of it for the path
          podman run --security-opt label=type: img | label=type: has no value
          """)
  void whatCannotBeJudgedIsNoted(String command, String note) throws InvalidRequestException {
    List<String> notes = parse(command).notes();
    assertEquals(1, notes.size(), notes::toString);
    assertTrue(notes.get(0).contains(note), notes::toString);
  }

  @Test
  void volumesOfAnotherContainerAreNamed() throws InvalidRequestException {
    assertEquals(
        List.of(
            new VolumesFrom("web", Access.READ_ONLY, Relabel.SHARED),
            new VolumesFrom("app", Access.READ_WRITE, Relabel.SHARED),
            new VolumesFrom("db", Access.AS_THERE, Relabel.NONE)),
        parse("podman run --volumes-from web:ro,z --volumes-from app:z --volumes-from=db img")
            .volumesFrom());
    // the daemon can only narrow, and does not relabel
    assertEquals(
        List.of(
            new VolumesFrom("web", Access.READ_ONLY, Relabel.NONE),
            new VolumesFrom("app", Access.AS_THERE, Relabel.NONE)),
        parse("docker run --volumes-from web:ro,Z --volumes-from app:rw,z img").volumesFrom());
  }

  @Test
  void aWordMayHoldAnything() throws InvalidRequestException {
    String odd = "/a\n\u001b[31m|`id`;$(rm) %s \\";
    ContainerRequest run =
        RunCommand.parse(List.of("docker", "run", "-v", odd + ":/b", "img"), Path.of("/build"));
    assertEquals(odd, run.mounts().get(0).source());
    assertTrue(
        assertThrows(
                InvalidRequestException.class,
                () ->
                    RunCommand.parse(List.of("podman", "run", "-v", "/a\0:/b", "i"), Path.of("/")))
            .getMessage()
            .contains("cannot be given such a path"));
  }

  @Test
  void aDestinationNeedBeNoPathHere() {
    InvalidRequestException e =
        assertThrows(
            InvalidRequestException.class,
            () ->
                RunCommand.parse(
                    List.of("docker", "run", "-v", "/a:/b\0", "-v", "/c:/b\0/x/..//", "img"),
                    Path.of("/")));
    assertTrue(String.valueOf(e.getMessage()).contains("refuses two mounts at /b\0"));
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "//x//y/, /x/y",
    "/x/../../y/., /y",
    "a/../.., ..",
    "./a/b/.., a",
    "a/.., .",
    "'', .",
    "../../a, ../../a"
  })
  void placesAreCleanedAsText(String path, String clean) {
    assertEquals(clean, CleanPath.of(path));
  }
}
