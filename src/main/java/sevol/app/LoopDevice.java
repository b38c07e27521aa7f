package sevol.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a loop device shows (loop(4)). */
final class LoopDevice {
  private LoopDevice() {}

  /**
   * The file behind it, as the kernel says in {@code /sys/block/loopN/loop/backing_file}.
   *
   * @param device for example {@code /dev/loop0}
   * @return empty if it is no loop device, or its file was deleted
   */
  static Optional<String> image(String device) {
    return device.matches("/dev/loop[0-9]+")
        ? image(Path.of("/sys/block"), device)
        : Optional.empty();
  }

  static Optional<String> image(Path block, String device) {
    try {
      String name = Path.of(device).getFileName().toString();
      String file = Files.readString(block.resolve(name).resolve("loop/backing_file"));
      String path = file.endsWith("\n") ? file.substring(0, file.length() - 1) : file;
      return Files.exists(Path.of(path)) ? Optional.of(path) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // the device itself is named
    }
  }
}
