package sevol.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sevol.container.ContainerLabels;
import sevol.diagnosis.Cause;
import sevol.diagnosis.Diagnosis;

class AdvisorTest {
  private static final Path DATA = Path.of("/srv/a b");
  private static final Set<Cause> CURED_BY_FIX =
      EnumSet.of(Cause.UNLABELED, Cause.WRONG_TYPE_LABEL, Cause.MCS_MISMATCH);

  private final Advisor advisor = new Advisor(ContainerLabels.DEFAULT);

  private Advice advise(Cause cause, Path path, boolean readOnly) {
    return advisor.advise(new Diagnosis(cause, "because"), path, readOnly);
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void everyCauseHasAdviceAndOnlyWhatALabelCuresHasACommand(Cause cause) {
    Advice advice = advise(cause, DATA, false);
    assertFalse(advice.summary().isBlank());
    assertEquals(CURED_BY_FIX.contains(cause), !advice.commands().isEmpty());
    assertTrue(advise(cause, null, false).commands().isEmpty(), "no path, no command");
  }

  @Test
  void thePathIsOneWordOfTheCommand() {
    assertEquals(
        List.of(List.of("sudo", "sevol", "fix", "--apply", "/srv/a b")),
        advise(Cause.UNLABELED, DATA, false).commands());
  }

  @Test
  void readOnlyUsesGetTheReadOnlyType() {
    Advice advice = advise(Cause.WRONG_TYPE_LABEL, DATA, true);
    assertTrue(advice.summary().contains("container_ro_file_t"), advice.summary());
    assertTrue(advice.commands().get(0).contains("--read-only"));
  }
}
