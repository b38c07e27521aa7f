package sevol.request.quadlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.request.ContainerRequest;
import sevol.request.DiskTextFiles;
import sevol.request.InvalidRequestException;
import sevol.request.compose.FakeFiles;

/** Units that were written to break the reader. */
class HostileUnitTest {
  private static final String UNIT = "[Container]\nImage=localhost/x\n";

  private static ContainerRequest read(String text) throws InvalidRequestException {
    return QuadletUnit.read(
        Path.of("/units/x.container"),
        QuadletHost.system(),
        new FakeFiles().with("/units/x.container", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Volume=/a\u0000b:/b",
        "AddDevice=-/a\u0000b",
        "Volume=./\u0000:/b",
        "Volume=\u0000.volume:/b",
        "Mount=type=bind,source=./\u0000,target=/a",
        "PodmanArgs=--no-such-option",
        "PodmanArgs=-v",
        "Mount=type=bind,source=\\\"/a,target=/a",
        "Volume=/a:/b:none",
        "Pod=\u0000.pod",
      })
  void refusedInOneLine(String line) {
    String message =
        assertThrows(InvalidRequestException.class, () -> read(UNIT + line)).getMessage();
    assertTrue(message.startsWith("/units/x.container"), message);
    assertFalse(message.contains("\n"), message);
  }

  @Test
  void oddNamesAreKept() throws InvalidRequestException {
    String odd = "/a\u001b[31m|\u202eé";
    assertEquals(odd, read(UNIT + "Volume=" + odd + ":/b").mounts().get(0).source());
    String path = "/" + "d".repeat(4095);
    assertEquals(path, read(UNIT + "Volume=" + path + ":/b").mounts().get(0).source());
  }

  @Test
  void theUnitsNameIsShownPlainly() {
    Path unit = Path.of("/units/a\nb.container");
    String message =
        assertThrows(
                InvalidRequestException.class,
                () -> QuadletUnit.read(unit, QuadletHost.system(), new FakeFiles()))
            .getMessage();
    assertEquals("/units/a\\u000ab.container: no such file", message);
  }

  @Test
  void onlyContainersAreRead() {
    assertThrows(
        InvalidRequestException.class,
        () -> QuadletUnit.read(Path.of("/u/x.kube"), QuadletHost.system(), new FakeFiles()));
  }

  @Test
  void manyLinesAreReadInTime() throws InvalidRequestException {
    String text = UNIT + "Volume=/a:/b\nVolume=\n".repeat(40_000) + "\\\n".repeat(100_000);
    assertEquals(List.of(), read(text).mounts());
  }

  @Test
  void largeUnitsAreNotRead(@TempDir Path directory) throws IOException {
    Path unit = directory.resolve("x.container");
    Files.writeString(unit, UNIT + "#".repeat(2 << 20));
    InvalidRequestException refused =
        assertThrows(
            InvalidRequestException.class,
            () -> QuadletUnit.read(unit, QuadletHost.system(), new DiskTextFiles()));
    assertTrue(refused.getMessage().endsWith("larger than 1 MiB, which sevol does not read"));
  }
}
