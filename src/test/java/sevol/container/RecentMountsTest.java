package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecentMountsTest {
  private int reads;
  private long nanos = -5;

  @Test
  void manyQuestionsAtOnceAreOneReading() {
    RecentMounts mounts =
        new RecentMounts(
            () -> {
              reads++;
              return MountTable.parse("", Path.of("/"));
            },
            () -> nanos);
    for (int i = 0; i < 1000; i++) {
      mounts.get();
    }
    assertEquals(1, reads);
    nanos += TimeUnit.MILLISECONDS.toNanos(100);
    mounts.get();
    assertEquals(2, reads);
  }
}
