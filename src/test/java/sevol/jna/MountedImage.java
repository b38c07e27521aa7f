package sevol.jna;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An ext4 file system of its own in a file, mounted by a loop device; only root has it. */
final class MountedImage implements AutoCloseable {
  private final Path top;

  private MountedImage(Path top) {
    this.top = top;
  }

  /**
   * Makes and mounts one, or ends the test with an assumption that says what is missing.
   *
   * @param kilobytes its size
   * @param mkfs further options of mkfs.ext4
   */
  static MountedImage make(int kilobytes, String... mkfs) throws Exception {
    MountedImage made = new MountedImage(Files.createTempDirectory("sevol").toRealPath());
    boolean mounted = false;
    try {
      Files.createDirectory(made.root());
      List<String> format = new ArrayList<>(List.of("mkfs.ext4", "-q", "-F"));
      format.addAll(List.of(mkfs));
      format.addAll(List.of(made.file().toString(), kilobytes + "k"));
      assume(format);
      assume(List.of("mount", "-o", "loop", made.file().toString(), made.root().toString()));
      mounted = true;
      Files.deleteIfExists(made.root().resolve("lost+found"));
      return made;
    } finally {
      if (!mounted) {
        made.close();
      }
    }
  }

  private static void assume(List<String> command) throws Exception {
    String failure = failure(command);
    assumeTrue(failure.isEmpty(), () -> String.join(" ", command) + ": " + failure);
  }

  /** What a command says when it fails; empty if it does not. */
  static String failure(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      return status == 0 ? "" : said + " status " + status;
    } catch (IOException e) {
      return String.valueOf(e.getMessage()); // not installed
    }
  }

  /** Where it is mounted. */
  Path root() {
    return top.resolve("mounted");
  }

  /** The file that holds it. */
  Path file() {
    return top.resolve("image");
  }

  /** Mounts it again with other options. */
  void remount(String options) throws Exception {
    assume(List.of("mount", "-o", "remount," + options, root().toString()));
  }

  /** By commands: what is in it may be more than java.nio.file can delete. */
  @Override
  public void close() {
    try {
      failure(List.of("umount", root().toString()));
      failure(List.of("rm", "-rf", "--one-file-system", top.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
