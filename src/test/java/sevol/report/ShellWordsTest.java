package sevol.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/srv/a",
        "a b",
        "it's",
        "$(reboot)",
        "`id`",
        "a\nb",
        "tab\there",
        "\u001b[31m",
        "é",
        "\u202Eevil",
        "back\\slash",
        "",
        "*?[x]",
        "~root",
        "a'$'b\n"
      })
  void bashReadsBackTheVeryWord(String word) throws IOException, InterruptedException {
    String command = ShellWords.join(List.of("printf", "%s", word));
    Process bash = new ProcessBuilder("bash", "-c", command).start();
    String read = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, bash.waitFor(), command);
    assertEquals(word, read, command);
    assertEquals(-1, command.indexOf('\n'), "one line");
  }
}
