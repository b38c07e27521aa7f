package sevol.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/** A host's files below a directory of a test. */
public final class FakeRoot {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final Path root;

  public FakeRoot(Path root) {
    this.root = root;
  }

  /** Writes a file by its absolute path. */
  public FakeRoot file(String path, String text) throws IOException {
    Path file = at(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** A file last written at a time. */
  FakeRoot file(String path, String text, Instant written) throws IOException {
    file(path, text);
    Files.setLastModifiedTime(at(path), FileTime.from(written));
    return this;
  }

  /** Something that is there and cannot be read as a file, by root neither. */
  FakeRoot unreadable(String path) throws IOException {
    Files.createDirectories(at(path));
    return this;
  }

  /** A process that runs. */
  FakeRoot process(int pid, String comm, String... words) throws IOException {
    return file("/proc/" + pid + "/comm", comm + "\n")
        .file("/proc/" + pid + "/status", "Uid:\t0\t0\t0\t0\nNSpid:\t" + pid + "\n")
        .file("/proc/" + pid + "/cmdline", String.join("\0", words) + "\0");
  }

  FakeRoot remove(String path) throws IOException {
    Files.delete(at(path));
    return this;
  }

  private Path at(String path) {
    return root.resolve(path.substring(1));
  }

  public HostFacts facts() {
    return new DiskFacts(root);
  }

  /** The findings as lines, without remedies: {@code warning docker: does not …}. */
  List<String> look(Examiner examiner) {
    return lines(examiner.examine(facts()));
  }

  static List<String> lines(List<Finding> findings) {
    return findings.stream()
        .map(f -> f.severity().word() + " " + f.subject() + ": " + f.what())
        .toList();
  }
}
