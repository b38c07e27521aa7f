package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TomlKeysTest {
  private static Optional<String> label(String text) {
    return TomlKeys.find(text.lines().toList(), "containers"::equals, "label");
  }

  @Test
  void aKeyIsFoundInItsTableOnly() {
    assertEquals(
        Optional.of("false"),
        label("label = true\n[engine]\nlabel = true\n[containers] # x\n  label=false # why\n"));
    assertEquals(Optional.empty(), label("[containers]\n#label = false\nlabel_users = true\n"));
    assertEquals(Optional.empty(), label("[containers]\nlog_tag = 1\n[network]\nlabel = false\n"));
  }

  @Test
  void quotesAreNoPartOfAValue() {
    assertEquals(Optional.of("a # b"), label("[containers]\nlabel = \"a # b\"\n"));
    assertEquals(Optional.of("a"), label("[containers]\nlabel = 'a' # b\n"));
  }

  @Test
  void theLastCounts() {
    assertEquals(Optional.of("true"), label("[containers]\nlabel = false\nlabel = true\n"));
  }

  @Test
  void damagedTextIsNoAnswer() {
    assertEquals(Optional.empty(), label("[containers\nlabel = false\n[[containers]]\n= ]\n["));
  }
}
