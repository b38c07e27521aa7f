package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumePlaceTest {
  @TempDir private Path dir;

  private Path volume(String name) throws IOException {
    return Files.createDirectories(dir.resolve(name).resolve("_data"));
  }

  @Test
  void volumeIsWhereItsDataIs() throws IOException {
    Path data = volume("cache");
    List<Path> places = List.of(dir.resolve("nowhere"), dir);
    assertEquals(Optional.of(new VolumePlace(data, false)), VolumePlace.find(places, "cache"));
    assertEquals(Optional.empty(), VolumePlace.find(places, "other"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", ".", "a/../cache", "../cache", "a\u0000b"})
  void nameThatLeadsElsewhereIsNone(String name) throws IOException {
    volume("cache");
    assertEquals(Optional.empty(), VolumePlace.find(List.of(dir), name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"MountType\":\"none\",\"MountOpts\":\"bind,rw\",\"MountDevice\":\"/srv/x\"} | /srv/x | false",
        "{\"MountType\":\"nfs\",\"MountOpts\":\"addr=h\",\"MountDevice\":\":/x\"} | | true",
        "{\"MountType\":\"\",\"MountOpts\":\"\",\"MountDevice\":\"\"} | | false",
        "{ not JSON | | true",
      })
  void optionsSayWhatIsMountedThere(String options, String device, boolean later)
      throws IOException {
    Path data = volume("v");
    Files.writeString(dir.resolve("v/opts.json"), options);
    Path path = device == null ? data : Path.of(device);
    assertEquals(Optional.of(new VolumePlace(path, later)), VolumePlace.find(List.of(dir), "v"));
  }
}
