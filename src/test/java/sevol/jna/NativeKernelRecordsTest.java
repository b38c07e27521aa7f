package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevol.audit.KernelRecords;

@Timeout(60)
class NativeKernelRecordsTest {

  /** Only some machines let the test join; what they refuse with is tested on all. */
  private static KernelRecords open() {
    try {
      return NativeKernelRecords.open();
    } catch (IOException e) {
      assumeTrue(false, e.getMessage());
      throw new AssertionError(e);
    }
  }

  @Test
  void closeEndsAReaderThatWaits() throws Exception {
    KernelRecords records = open();
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<String> last =
        CompletableFuture.supplyAsync(
            () -> {
              started.countDown();
              try {
                while (records.next() != null) {} // this machine's own records
                return "null";
              } catch (IOException e) {
                return e.getMessage();
              }
            });
    assertTrue(started.await(10, TimeUnit.SECONDS));
    records.close();
    assertEquals("null", last.get(10, TimeUnit.SECONDS));
    records.close();
    assertNull(records.next());
    assertEquals(0, records.overflows());
  }

  @Test
  void refusalTellsWhatIsMissing() {
    assertEquals(
        "x: EPERM: Operation not permitted (needs y)",
        AuditSocket.refused("x", Errno.EPERM, "y").getMessage());
    assertEquals(
        "x: EPROTONOSUPPORT: Protocol not supported (this kernel has no audit subsystem)",
        AuditSocket.refused("x", Errno.EPROTONOSUPPORT, "y").getMessage());
    assertEquals(
        "x: ENOMEM: Cannot allocate memory", AuditSocket.refused("x", 12, "y").getMessage());
  }
}
