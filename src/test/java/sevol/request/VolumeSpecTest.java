package sevol.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.container.Engine;
import sevol.request.MountRequest.Bind;
import sevol.request.MountRequest.Volume;

class VolumeSpecTest {
  private static MountRequest parse(Engine engine, String spec) throws InvalidRequestException {
    return VolumeSpec.parse(engine, spec, Path.of("/build"));
  }

  private static Bind bind(Engine engine, String spec) throws InvalidRequestException {
    return assertInstanceOf(Bind.class, parse(engine, spec));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DOCKER | /a:/b | rw | NONE",
        "DOCKER | /a:/b:ro,Z | ro | PRIVATE",
        "DOCKER | /a:/b:z | rw | SHARED",
        "DOCKER | /a:/b:rslave,ro | ro | NONE",
        "DOCKER | /a:/b:z,ro,rprivate,delegated | ro | SHARED",
        "PODMAN | /a:/b:U,Z,nosuid,noexec,nodev | rw | PRIVATE",
        "PODMAN | /a:/b:idmap=uids=0-1-10,ro | ro | NONE",
        "PODMAN | /a:/b:rbind,rshared | rw | NONE",
        "PODMAN | /a:/ | rw | NONE",
      })
  void validOnesAreRead(Engine engine, String spec, String mode, Relabel relabel)
      throws InvalidRequestException {
    Bind mount = bind(engine, spec);
    assertEquals(mode, mount.mode());
    assertEquals(relabel, mount.relabel());
  }

  @Test
  void podmansOverlayIsMarked() throws InvalidRequestException {
    assertTrue(bind(Engine.PODMAN, "/a:/b:O,upperdir=/u,workdir=/w").overlay());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DOCKER | /a:ro | the path in the container, \"ro\", must begin with /",
        "DOCKER | /a: | nothing comes after the last colon",
        "DOCKER | /a:/b: | nothing comes after the last colon",
        "DOCKER | ../x:/b | docker knows . and ./x, but not \"../x\"; write the whole path",
        "DOCKER | /a:/ | the path in the container cannot be /",
        "DOCKER | :/b | the source before the colon is empty",
        "DOCKER | /a:/b:z,Z | z and Z exclude each other",
        "DOCKER | /a:/b:ro,rw | ro and rw exclude each other",
        "DOCKER | /a:/b:ro,ro | ro and ro exclude each other",
        "DOCKER | /a:/b:shared,rslave | shared and rslave exclude each other",
        "DOCKER | /a:/b:c:d | more than two colons; a path with a colon needs --mount",
        "DOCKER | /a:/b:frob | docker knows no volume option \"frob\"",
        "PODMAN | /a:/b:frob | podman knows no volume option \"frob\"",
        "PODMAN | /a:/b:O,z | O and z exclude each other",
        "DOCKER | ~/x:/b | the shell did not expand ~ here; write $HOME or the whole path",
        "DOCKER | src/x:/b | \"src/x\" is neither a path that begins with / or . nor a volume's name",
      })
  void badOnesAreRefusedInOneLine(Engine engine, String spec, String why) {
    InvalidRequestException e =
        assertThrows(InvalidRequestException.class, () -> parse(engine, spec));
    assertEquals("-v " + spec + ": " + why, e.getMessage());
  }

  @Test
  void podmansOptionsOnDockerPointToTheEngine() {
    InvalidRequestException e =
        assertThrows(InvalidRequestException.class, () -> parse(Engine.DOCKER, "/a:/b:U"));
    assertTrue(e.getMessage().endsWith("(podman does: --engine podman)"), e.getMessage());
  }

  @Test
  void aBindMountTakesNoCopyOptionOfDocker() {
    InvalidRequestException e =
        assertThrows(InvalidRequestException.class, () -> parse(Engine.DOCKER, "/a:/b:nocopy"));
    assertEquals("-v /a:/b:nocopy: docker knows nocopy only for a named volume", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"DOCKER | nocopy", "DOCKER | ro,z,nocopy", "PODMAN | copy,U", "PODMAN | nocopy"})
  void aNamedVolumeTakesOptionsOfItsOwn(Engine engine, String options)
      throws InvalidRequestException {
    Volume volume = assertInstanceOf(Volume.class, parse(engine, "data:/b:" + options));
    assertEquals("data", volume.name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"data:/b:rslave", "data:/b:frob", "data:/b:nocopy,nocopy", "~/x:/b:z"})
  void aNamedVolumeTakesNotAllOptions(String spec) {
    assertThrows(InvalidRequestException.class, () -> parse(Engine.DOCKER, spec));
  }
}
