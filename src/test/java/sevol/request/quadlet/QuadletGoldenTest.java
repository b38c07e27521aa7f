package sevol.request.quadlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each case asks for, word by word; the outcome is left in target/quadlet to compare. */
class QuadletGoldenTest {
  static List<QuadletCase> cases() throws IOException {
    return QuadletCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void asksForWhatIsWritten(QuadletCase one) throws IOException {
    String outcome = one.outcome();
    Path kept = Files.createDirectories(Path.of("target/quadlet")).resolve(one.name() + ".txt");
    Files.writeString(kept, outcome);
    assertEquals(one.expected(), outcome);
    assertFalse(outcome.contains("geheim"), "a value of the file is in the error");
  }
}
