package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RefreshTest {
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void floodOfWishesIsFewLooks() {
    Refresh refresh =
        new Refresh(
            () -> {
              looks.incrementAndGet();
              pause(20);
            });
    for (int i = 0; i < 1000; i++) {
      refresh.now();
    }
    assertTrue(looks.get() >= 1 && looks.get() < 100, looks::toString);
  }

  @Test
  void lookThatHangsDoesNotHoldTheCaller() {
    CountDownLatch never = new CountDownLatch(1);
    Refresh refresh =
        new Refresh(
            () -> {
              looks.incrementAndGet();
              await(never);
            },
            Duration.ofMillis(20));
    for (int i = 0; i < 20; i++) {
      refresh.now();
      pause(20);
    }
    assertEquals(1, looks.get());
    never.countDown();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
