package sevol.fuzz;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What once failed, {@code CHOICES.log} each, does not fail again. */
class FuzzReplayTest {
  @Test
  void whatOnceFailedIsRead() throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of("src/test/resources/fuzz"), "*.log")) {
      for (Path file : files) {
        long choices = Long.parseLong(file.getFileName().toString().replaceAll("\\D", ""));
        new Pipeline().run(Files.readAllBytes(file), choices);
      }
    }
  }
}
