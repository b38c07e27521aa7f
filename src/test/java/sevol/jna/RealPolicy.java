package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.NullUnmarked;
import sevol.selinux.FileContexts;

/** A distribution's policy with its path rules, as {@code src/test/policies/fetch} makes them. */
@NullUnmarked // a null here fails the test, which is right
final class RealPolicy implements AutoCloseable {
  static {
    Native.register(RealPolicy.class, LibSelinux.SONAME);
  }

  private static final String HOSTS = CString.at(LibSelinux.selinux_policy_root());

  final PolicyFile policy;
  final FileContexts contexts;
  final SortedMap<String, Boolean> booleans;
  private final Path dir;

  private RealPolicy(Path dir) throws IOException {
    this.dir = dir;
    policy = PolicyFile.open(dir.resolve("policy"));
    booleans = policy.booleans();
    assertEquals(0, selinux_set_policy_root(CString.of(dir.toAbsolutePath().toString())));
    contexts = NativeFileContexts.open();
  }

  static native int selinux_set_policy_root(byte[] root);

  /**
   * Opens it; a test that was not given the policies is skipped, but fails under {@code
   * -Dpolicies=required}.
   *
   * @param release for example {@code debian13}
   */
  static RealPolicy open(String release) throws IOException {
    Path dir = Path.of("target/policies", release);
    if (!Files.exists(dir)) {
      String what = "no " + dir + ": run src/test/policies/fetch first";
      if ("required".equals(System.getProperty("policies"))) {
        throw new IOException(what);
      }
      System.out.println("skipped: " + what);
      assumeTrue(false, what);
    }
    return new RealPolicy(dir);
  }

  /** The lines of a file of the policy. */
  List<String> lines(String file) {
    try {
      return Files.readAllLines(dir.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    contexts.close();
    policy.close();
    selinux_set_policy_root(CString.of(HOSTS));
  }
}
