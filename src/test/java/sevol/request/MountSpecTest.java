package sevol.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevol.container.Engine;
import sevol.request.MountRequest.Bind;

class MountSpecTest {
  private static MountRequest parse(Engine engine, String spec) throws InvalidRequestException {
    return MountSpec.parse(engine, spec, Path.of("/build"));
  }

  private static Bind bind(Engine engine, String spec) throws InvalidRequestException {
    return assertInstanceOf(Bind.class, parse(engine, spec));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DOCKER | type=bind,source=/a,target=/b | /a | rw | NONE",
        "DOCKER | TYPE=bind,Src=/a,dst=/b,readonly | /a | ro | NONE",
        "DOCKER | type=bind,src=/a,destination=/b,ro=false | /a | rw | NONE",
        "DOCKER | type=bind,src=./a,target=/b,bind-propagation=rslave | /build/a | rw | NONE",
        "DOCKER | type=bind,\"source=/a,b\",target=/b | /a,b | rw | NONE",
        "DOCKER | type=bind,\"source=/a\"\"b\",target=/b | /a\"b | rw | NONE",
        "PODMAN | type=bind,src=/a,target=/b,relabel=shared | /a | rw | SHARED",
        "PODMAN | type=bind,src=/a,target=/b,relabel=private,rw=false | /a | ro | PRIVATE",
        "PODMAN | type=bind,src=/a,target=/b,z,U=true | /a | rw | SHARED",
        "PODMAN | type=bind,src=/a,target=/b,Z | /a | rw | PRIVATE",
        "PODMAN | type=bind,target=/b | /b | rw | NONE",
      })
  void bindMountsAreRead(Engine engine, String spec, String source, String mode, Relabel relabel)
      throws InvalidRequestException {
    Bind mount = bind(engine, spec);
    assertEquals(source, mount.source());
    assertEquals(mode, mount.mode());
    assertEquals(relabel, mount.relabel());
  }

  @Test
  void dockersMountDoesNotMakeItsSourceUnlessTold() throws InvalidRequestException {
    String spec = "type=bind,source=/a,target=/b";
    assertEquals(false, bind(Engine.DOCKER, spec).createsSource());
    assertEquals(true, bind(Engine.DOCKER, spec + ",bind-create-src").createsSource());
  }

  @Test
  void aSourceWithoutATypeIsAVolume() throws InvalidRequestException {
    MountRequest mount = parse(Engine.DOCKER, "source=data,target=/b");
    assertEquals("volume data", mount.kind() + " " + mount.source());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DOCKER | type=bind,source=/a | target= must be given and begin with /",
        "DOCKER | type=bind,target=/b | source= must be given",
        "DOCKER | type=bind,source=a,target=/b | source \"a\" is not an absolute path",
        "DOCKER | type=bind,source=/a,target=/b,Z | docker's --mount cannot relabel; use -v with :Z",
        "DOCKER | type=bind,source=/a,target=/b,z | docker's --mount cannot relabel; use -v with :z",
        "DOCKER | type=bind,source=/a,target=/b,colour=red | docker knows no key \"colour\" of a mount",
        "DOCKER | type=bind,source=/a,target=/b,ro=maybe | ro=maybe is neither true nor false",
        "DOCKER | type=bind,\"source=/a,target=/b | a quote is never closed",
        "DOCKER | type=bind,source=\"/a\",target=/b | a quote inside a field; quote the whole field, as in \"source=/a,b\"",
        "PODMAN | type=bind,source=/a,target=/b,z,Z | z and Z exclude each other",
        "PODMAN | type=bind,source=/a,target=/b,relabel=all | relabel is shared or private",
        "PODMAN | type=glob,source=/nowhere/a*,target=/b | no path here matches the source, and podman would not start",
      })
  void badOnesAreRefusedInOneLine(Engine engine, String spec, String why) {
    InvalidRequestException e =
        assertThrows(InvalidRequestException.class, () -> parse(engine, spec));
    assertEquals("--mount " + spec + ": " + why, e.getMessage());
  }

  /** What engines newer than those of the recorded table know. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DOCKER | type=image,source=img,target=/b | image img /b",
        "PODMAN | type=bind,source=/a,dest=/b | bind /a /b",
        "PODMAN | source=data,target=/b | volume data /b",
        "PODMAN | type=artifact,source=img,target=/b,title=x | artifact img /b",
      })
  void newerKeysAreKnown(Engine engine, String spec, String mount) throws InvalidRequestException {
    MountRequest read = parse(engine, spec);
    assertEquals(mount, read.kind() + " " + read.source() + " " + read.destination());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``",
        "type=bind,\"source=/a\"b,target=/b",
        "type=bind,source=/a\\0,target=/b",
      })
  void neitherIsRead(String spec) {
    String hostile = spec == null ? "" : spec.replace("\\0", "\0");
    for (Engine engine : new Engine[] {Engine.DOCKER, Engine.PODMAN}) {
      assertThrows(InvalidRequestException.class, () -> parse(engine, hostile), engine::command);
    }
  }
}
