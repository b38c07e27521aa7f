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
   * @return empty if it is no loop device, shows a part of its file, or its file was deleted
   */
  static Optional<String> image(String device) {
    return device.matches("/dev/loop[0-9]+")
        ? image(Path.of("/sys/block"), device)
        : Optional.empty();
  }

  static Optional<String> image(Path block, String device) {
    try {
      Path loop = block.resolve(Path.of(device).getFileName()).resolve("loop");
      if (!Files.readString(loop.resolve("offset")).strip().equals("0")) {
        return Optional.empty();
      }
      String file = Files.readString(loop.resolve("backing_file"));
      String path = file.endsWith("\n") ? file.substring(0, file.length() - 1) : file;
      return Files.exists(Path.of(path)) ? Optional.of(path) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // the device itself is named
    }
  }
}
