package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** A policy store of its own in a directory, made by semodule(8) from a policy in CIL. */
@NullUnmarked // a null here fails the test, which is right
final class TestStore implements AutoCloseable {
  private static final Path SEMODULE = Path.of("/usr/sbin/semodule");

  private final Path root;
  private final String type;

  private TestStore(Path root, String type) {
    this.root = root;
    this.type = type;
  }

  /** The part of libsemanage that only this needs. */
  private static final class Root {
    static {
      Native.register(Root.class, NativeLibrary.getInstance("libsemanage.so.2"));
    }

    /** The directory that is the library's root from now on; a static copy is kept. */
    static native int semanage_set_root(byte[] path);
  }

  /** Makes it below an empty directory; skips the test where policycoreutils is not installed. */
  static TestStore at(Path root) throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(SEMODULE)
            && Files.isExecutable(Path.of("/usr/sbin/setfiles"))
            && "root".equals(System.getProperty("user.name")),
        "no policycoreutils here, or not root");
    String type = Path.of(CString.at(LibSelinux.selinux_policy_root())).getFileName().toString();
    Files.createDirectories(root.resolve("var/lib/selinux").resolve(type));
    Files.createDirectories(root.resolve("etc/selinux").resolve(type));
    Files.writeString(
        root.resolve("etc/selinux/semanage.conf"), "module-store = direct\nexpand-check = 0\n");
    Path cil = root.resolve("containers.cil");
    try (InputStream in = TestStore.class.getResourceAsStream("containers.cil")) {
      Files.writeString(
          cil, "(mls true)\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    File log = root.resolve("semodule.log").toFile();
    int status =
        new ProcessBuilder(
                List.of(
                    SEMODULE.toString(), "-n", "-p", root.toString(), "-s", type, "-i", cil + ""))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start()
            .waitFor();
    assertEquals(0, status, Files.readString(log.toPath()));
    assertEquals(0, Root.semanage_set_root(CString.of(root.toString())));
    return new TestStore(root, type);
  }

  /** The file in which restorecon finds the rules. */
  Path localRules() {
    return root.resolve("etc/selinux").resolve(type).resolve("contexts/files/file_contexts.local");
  }

  /** The rules as restorecon finds them. */
  List<String> installed() throws IOException {
    return Files.readAllLines(localRules()).stream()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(line -> line.strip().replaceAll("\\s+", " "))
        .toList();
  }

  /** The number of the last commit. */
  long commits() throws IOException {
    return Long.parseLong(Files.readString(active().resolve("commit_num")).trim());
  }

  /** The policy that the next boot loads. */
  Path policy() {
    return active().resolve("policy.kern");
  }

  Path active() {
    return root.resolve("var/lib/selinux").resolve(type).resolve("active");
  }

  @Override
  public void close() {
    Root.semanage_set_root(CString.of(""));
  }
}
