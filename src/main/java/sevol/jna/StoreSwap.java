package sevol.jna;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The moment of a commit in which there is no policy store. libsemanage renames "active" to
 * "previous", then the new one to "active", and never mends what a kill or a power cut leaves
 * between the two: semanage finds no store, and semodule makes an empty one. The one of before is
 * whole: it is put back.
 */
final class StoreSwap {
  private static final long MILLIS = 1000;

  private StoreSwap() {}

  /**
   * Puts back the store of before the commit that was cut off.
   *
   * @param store for example {@code /var/lib/selinux/targeted}
   * @return false if there was nothing to mend, or it could not be mended
   */
  static boolean mend(Path store) {
    if (!isCutOff(store)) {
      return false;
    }
    try {
      Thread.sleep(MILLIS); // another program may be between the two right now
      if (isCutOff(store)) {
        Files.move(store.resolve("previous"), store.resolve("active"));
      }
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isCutOff(Path store) {
    return Files.notExists(store.resolve("active")) && Files.isDirectory(store.resolve("previous"));
  }
}
