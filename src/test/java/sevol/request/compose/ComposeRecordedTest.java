package sevol.request.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevol.request.ContainerRequest;
import sevol.request.InvalidRequestException;

/**
 * Every case against what docker compose itself printed for it ({@code recorded/}, made by {@code
 * record.py}; the version is beside it).
 */
class ComposeRecordedTest {
  /** What {@code config} prints and the engine refuses afterwards, or what starts nothing. */
  private static final Set<String> REFUSED_LATER =
      Set.of("short-drive", "labels-wrong", "empty-services");

  static List<ComposeCase> cases() throws IOException {
    return ComposeCase.all().stream().filter(one -> !one.words().contains("run")).toList();
  }

  @Test
  void thereAreEnoughCases() throws IOException {
    assertTrue(cases().size() >= 60, cases().size() + " cases");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void dockerComposeReadsTheSame(ComposeCase one) throws IOException, InvalidRequestException {
    RecordedConfig recorded = RecordedConfig.of(one.name());
    if (recorded.refused() || REFUSED_LATER.contains(one.name())) {
      assertThrows(InvalidRequestException.class, one::requests);
      return;
    }
    List<ContainerRequest> requests = one.requests();
    Set<String> services =
        requests.stream()
            .map(request -> request.subject().substring("service ".length()))
            .collect(Collectors.toSet());
    if (one.words().get(one.words().size() - 1).equals("up")) {
      assertEquals(recorded.services(), services);
    }
    for (ContainerRequest request : requests) {
      String service = request.subject().substring("service ".length());
      Set<String> mounts = new TreeSet<>();
      if (request.volumesFrom().isEmpty() && !one.name().equals("volumes-from")) {
        request.mounts().forEach(mount -> mounts.add(Listing.mount(mount)));
        assertEquals(recorded.mounts(service), mounts);
      }
      Set<String> labels = new TreeSet<>();
      request.labels().values().forEach((key, value) -> labels.add(key + ":" + value));
      if (request.labels().disabled()) {
        labels.add("disable");
      }
      if (request.labels().privileged()) {
        labels.add("privileged");
      }
      assertEquals(recorded.labels(service), labels);
    }
  }
}
