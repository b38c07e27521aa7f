package sevol.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevol.audit.KernelRecords;

@Timeout(60)
class KernelFeedTest {
  private final FakeKernel kernel = new FakeKernel();
  private final List<String> lines = new ArrayList<>();

  private KernelFeed fed(int count, String line) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      kernel.say(line);
    }
    KernelFeed feed = KernelFeed.start(kernel, () -> {});
    for (int i = 0; i < 1000 && !kernel.isHeard(); i++) {
      Thread.sleep(10);
    }
    Thread.sleep(50); // the last one is on its way into the queue
    return feed;
  }

  @Test
  void drainingEndsInTimeAndGoesOnLater() throws Exception {
    try (KernelFeed feed = fed(3, "record")) {
      assertTrue(feed.drain(0, lines::add));
      assertEquals(1, lines.size());
      while (feed.drain(0, lines::add)) {}
      assertEquals(3, lines.size());
      assertEquals(0, feed.lost());
    }
  }

  @Test
  void largeRecordsDoNotFillTheMemory() throws Exception {
    try (KernelFeed feed = fed(3000, "x".repeat(8000))) {
      while (feed.drain(Long.MAX_VALUE, lines::add)) {}
      assertTrue(lines.size() > 500 && lines.size() < 600, () -> lines.size() + "");
      assertEquals(3000 - lines.size(), feed.lost());
    }
  }

  @Test
  void faultOfTheStreamIsItsTrouble() throws Exception {
    KernelRecords broken =
        new KernelRecords() {
          @Override
          public String next() {
            throw new IllegalStateException("no such call");
          }

          @Override
          public long overflows() {
            return 0;
          }

          @Override
          public void close() {}
        };
    try (KernelFeed feed = KernelFeed.start(broken, () -> {})) {
      for (int i = 0; i < 1000 && feed.trouble() == null; i++) {
        Thread.sleep(10);
      }
      assertEquals("no such call", feed.trouble());
      assertFalse(feed.drain(1, lines::add));
    }
  }
}
