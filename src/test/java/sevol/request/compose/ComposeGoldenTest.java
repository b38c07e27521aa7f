package sevol.request.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each case asks for, word by word; the outcome is left in target/compose to compare. */
class ComposeGoldenTest {
  static List<ComposeCase> cases() throws IOException {
    return ComposeCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void asksForWhatIsWritten(ComposeCase one) throws IOException {
    String outcome = one.outcome();
    Path kept = Files.createDirectories(Path.of("target/compose")).resolve(one.name() + ".txt");
    Files.writeString(kept, outcome);
    assertEquals(one.expected(), outcome);
    assertFalse(outcome.contains("geheim"), "a value of .env is in the outcome");
  }
}
