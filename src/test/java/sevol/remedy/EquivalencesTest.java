package sevol.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EquivalencesTest {
  @TempDir private Path policy;

  @Test
  void localFirstThenDistributionEachOnceAtASlash() throws IOException {
    Path files = Files.createDirectories(policy.resolve("contexts/files"));
    Files.writeString(files.resolve("file_contexts.subs"), "/data /var/data\n");
    Files.writeString(
        files.resolve("file_contexts.subs_dist"), "# comment\n/var/run /run\n/lib64 /usr/lib\n");
    Equivalences equivalences = Equivalences.of(policy);
    assertEquals("/var/data/x", equivalences.map("/data/x"));
    assertEquals("/run/x", equivalences.map("/var/run/x"));
    assertEquals("/var/runner", equivalences.map("/var/runner"));
    assertEquals("/usr/lib", equivalences.map("/lib64"));
  }

  @Test
  void aPolicyWithoutTheFilesHasNone() throws IOException {
    assertEquals("/srv/x", Equivalences.of(policy).map("/srv/x"));
  }
}
