package sevol.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import sevol.report.Plain;

/**
 * Somebody's bundle, read in a process of its own: libsepol was not written for policies that an
 * enemy made. The child is never root, gains no privileges, can write no file (RLIMIT_FSIZE 0), and
 * ends after some time and memory; what it prints is cleaned before it is shown.
 */
final class BundleChild {
  private static final long MEMORY = 2L << 30;
  private static final int CPU_SECONDS = 120;
  private static final int SECONDS = 300;

  /** {@code nobody}, by number: its name is not the same everywhere. */
  private static final String NOBODY = "65534";

  private final PrintWriter out;
  private final PrintWriter err;

  /** Shows what the child says. */
  BundleChild(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Explains a bundle.
   *
   * @return the exit status of {@code sevol explain}
   * @throws IOException if the bundle cannot be opened, or the child not started
   */
  int explain(Path bundle, boolean json, boolean all) throws IOException {
    if (!Files.exists(bundle)) {
      throw new NoSuchFileException(bundle.toString());
    }
    if (!Files.isRegularFile(bundle)) {
      throw new IOException(bundle + ": not a regular file");
    }
    List<String> command = new ArrayList<>(confined());
    command.addAll(java());
    command.add(ReadBundleCommand.NAME);
    if (json) {
      command.add("--json");
    }
    if (all) {
      command.add("--all");
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectInput(bundle.toFile());
    builder.environment().clear();
    builder.environment().put("LC_ALL", "C.UTF-8");
    return status(bundle, builder.start());
  }

  private int status(Path bundle, Process child) throws IOException {
    CompletableFuture<Void> output = copying(child.getInputStream(), out);
    CompletableFuture<Void> errors = copying(child.getErrorStream(), err);
    try {
      boolean ended = child.waitFor(SECONDS, TimeUnit.SECONDS);
      child.destroyForcibly();
      output.join();
      errors.join();
      int status = child.waitFor();
      if (ended && status >= ExitCode.FINE && status <= ExitCode.UNKNOWN) {
        return status;
      }
      String how = status > 128 ? "signal " + (status - 128) : "exit status " + status;
      err.println(
          "sevol: "
              + Plain.text(bundle.toString())
              + ": its reader ended by "
              + how
              + ": the bundle, most likely its policy, is damaged or made to do harm");
      return ExitCode.UNKNOWN;
    } catch (InterruptedException e) {
      child.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(bundle + ": interrupted", e);
    }
  }

  private static CompletableFuture<Void> copying(InputStream from, PrintWriter to) {
    return CompletableFuture.runAsync(() -> copy(from, to));
  }

  /** What has a meaning to a terminal does not get through, but for line feed and tab. */
  private static void copy(InputStream from, PrintWriter to) {
    try (Reader reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
      char[] text = new char[8192];
      for (int count = reader.read(text); count > 0; count = reader.read(text)) {
        for (int i = 0; i < count; i++) {
          boolean shown = text[i] == '\n' || text[i] == '\t' || !Character.isISOControl(text[i]);
          text[i] = shown ? text[i] : '?';
        }
        to.write(text, 0, count);
      }
      to.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> confined() throws IOException {
    List<String> words = new ArrayList<>(List.of("setpriv", "--no-new-privs"));
    if (Caller.isRoot()) {
      words.addAll(List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    words.addAll(
        List.of("prlimit", "--fsize=0", "--core=0", "--nofile=256", "--cpu=" + CPU_SECONDS));
    words.add("--as=" + MEMORY);
    return words;
  }

  private static List<String> java() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "-Xmx512m",
            "-XX:CompressedClassSpaceSize=64m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:+SuppressFatalErrorMessage", // nor a file, of a fault in libsepol
            "-Xlog:disable"));
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("jna."))
        .forEach(name -> words.add("-D" + name + "=" + System.getProperty(name)));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    return words;
  }
}
