package sevol.request.quadlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevol.request.ContainerRequest;
import sevol.request.InvalidRequestException;
import sevol.request.MountRequest;
import sevol.request.RunCommand;
import sevol.request.compose.Listing;

/**
 * Every case against the {@code podman run} that podman's own generator makes of it ({@code
 * recorded/}, made by {@code record.py}; the version is beside it). Volumes that are really
 * directories, and those of a pod, are ours alone.
 */
class QuadletRecordedTest {
  static List<QuadletCase> cases() throws IOException {
    return QuadletCase.all();
  }

  @Test
  void thereAreEnoughCases() throws IOException {
    assertTrue(cases().size() >= 40, cases().size() + " cases");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void podmanRunsTheSame(QuadletCase one) throws IOException, InvalidRequestException {
    String recorded = one.recorded();
    if (recorded.startsWith("error: ")) {
      assertThrows(InvalidRequestException.class, one::request);
      return;
    }
    ContainerRequest ours = one.request();
    String file = String.valueOf(one.unit().getFileName());
    Map<String, String> environment =
        one.name().equals("variables") ? Map.of("NAME", "given") : Map.of();
    Specifiers specifiers =
        new Specifiers(
            QuadletHost.system(),
            file.substring(0, file.lastIndexOf('.')),
            environment,
            new LinkedHashSet<>());
    Path directory = one.name().equals("working-directory") ? Path.of("/srv/work") : Path.of("/");
    ContainerRequest theirs =
        RunCommand.parse(specifiers.expand(UnitWords.split(recorded, true)), directory);
    assertEquals(theirs.labels(), ours.labels());
    Set<String> expected = listed(theirs);
    Set<String> actual = listed(ours);
    if (one.name().equals("pod")) {
      assertTrue(actual.containsAll(expected), actual.toString());
    } else if (one.name().startsWith("volume-unit-")) {
      assertEquals(
          theirs.mounts().stream().map(MountRequest::destination).toList(),
          ours.mounts().stream().map(MountRequest::destination).toList());
    } else {
      assertEquals(expected, actual);
    }
  }

  private static Set<String> listed(ContainerRequest request) {
    Set<String> listed = new TreeSet<>();
    request.mounts().forEach(mount -> listed.add(Listing.mount(mount)));
    return listed;
  }
}
