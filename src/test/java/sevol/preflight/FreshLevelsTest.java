package sevol.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sevol.selinux.Level;

class FreshLevelsTest {
  private static Level level(String text) {
    return Level.parse(text).orElseThrow();
  }

  @Test
  void theyAreAlwaysTheSame() {
    assertEquals(List.of("s0:c511,c767", "s0:c510,c768"), FreshLevels.pick(2, List.of()));
  }

  @Test
  void aLevelInUseIsPassedOver() {
    assertEquals(
        List.of("s0:c510,c768"), FreshLevels.pick(1, List.of(level("s0:c511,c767"), level("s0"))));
  }

  @Test
  void aLevelThatWouldSeeOneInUseIsPassedOver() {
    assertEquals(List.of("s0:c510,c768"), FreshLevels.pick(1, List.of(level("s0:c767"))));
  }

  @Test
  void thereIsAlwaysOne() {
    List<Level> all = new java.util.ArrayList<>();
    for (int i = 0; i < 1024; i++) {
      all.add(level("s0:c" + i));
    }
    assertEquals(2, FreshLevels.pick(2, all).size());
  }
}
