package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.selinux.FileContexts;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** With libselinux pointed at a policy directory of its own; needs no SELinux. */
@NullUnmarked // a null here fails the test, which is right
class NativeFileContextsTest {
  static {
    Native.register(NativeFileContextsTest.class, LibSelinux.SONAME);
  }

  private static final String HOSTS = CString.at(LibSelinux.selinux_policy_root());

  @TempDir Path root;
  private Path local;

  static native int selinux_set_policy_root(byte[] root);

  @BeforeEach
  void useOwnPolicyRoot() throws IOException {
    Path files = Files.createDirectories(root.resolve("contexts/files"));
    Files.writeString(
        files.resolve("file_contexts"),
        """
        /srv(/.*)?\tsystem_u:object_r:var_t:s0
        /srv/pipes/.*\t-p\tsystem_u:object_r:pipes_t:s0
        /proc/.*\t<<none>>
        """);
    Files.writeString(files.resolve("file_contexts.subs"), "/export /srv\n");
    local = files.resolve("file_contexts.local");
    assertEquals(0, selinux_set_policy_root(CString.of(root.toString())));
  }

  @AfterAll
  static void useTheHostsAgain() {
    selinux_set_policy_root(CString.of(HOSTS));
  }

  private static Optional<String> lookup(String path, ObjectClass tclass) throws IOException {
    try (FileContexts contexts = NativeFileContexts.open()) {
      return contexts.lookup(path, tclass).map(SecurityContext::toString);
    }
  }

  @Test
  void ruleOfTheClassIsFound() throws IOException {
    assertEquals(Optional.of("system_u:object_r:var_t:s0"), lookup("/srv/a", ObjectClass.DIR));
    assertEquals(
        Optional.of("system_u:object_r:pipes_t:s0"), lookup("/srv/pipes/p", ObjectClass.FIFO_FILE));
    assertEquals(
        Optional.of("system_u:object_r:var_t:s0"), lookup("/srv/pipes/p", ObjectClass.FILE));
  }

  @Test
  void equivalenceIsApplied() throws IOException {
    assertEquals(Optional.of("system_u:object_r:var_t:s0"), lookup("/export/a", ObjectClass.DIR));
  }

  @Test
  void noRuleAndNoneAreEmpty() throws IOException {
    assertEquals(Optional.empty(), lookup("/nowhere", ObjectClass.DIR));
    assertEquals(Optional.empty(), lookup("/proc/1", ObjectClass.DIR));
  }

  @Test
  void everyOpenReadsAnew() throws IOException {
    assertEquals(Optional.of("system_u:object_r:var_t:s0"), lookup("/srv/b", ObjectClass.DIR));
    Files.writeString(local, "/srv/b(/.*)?\tsystem_u:object_r:container_file_t:s0\n");
    assertEquals(
        Optional.of("system_u:object_r:container_file_t:s0"), lookup("/srv/b/c", ObjectClass.DIR));
  }

  /** Each rule's regular expression is compiled when it is first tried, by whichever thread. */
  @Test
  void severalThreadsGetTheAnswersOfOne() throws Exception {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rules.add("/srv/t" + i + "/[^/]*\\.o(bj)?\tsystem_u:object_r:t" + i + "_t:s0");
    }
    Files.write(local, rules);
    try (FileContexts contexts = NativeFileContexts.open()) {
      IntStream.range(0, 60_000)
          .parallel()
          .forEach(
              n -> {
                int i = n * 7 % 300;
                assertEquals(
                    Optional.of(SecurityContext.of("system_u:object_r:t" + i + "_t:s0")),
                    contexts.lookup("/srv/t" + i + "/" + n + ".o", ObjectClass.FILE));
              });
    }
  }

  @Test
  void malformedFileGivesTheLibrarysMessage() throws IOException {
    Files.writeString(local, "/srv/b\t-q\tsystem_u:object_r:container_file_t:s0\n");
    IOException e = assertThrows(IOException.class, () -> lookup("/srv/b", ObjectClass.DIR));
    assertTrue(e.getMessage().startsWith(root.resolve("contexts/files/file_contexts").toString()));
    assertTrue(e.getMessage().contains("line 1 has invalid file type -q"), e.getMessage());
  }

  @Test
  void missingFilesAreAnError() throws IOException {
    selinux_set_policy_root(CString.of("/nonexistent"));
    IOException e = assertThrows(IOException.class, () -> lookup("/srv", ObjectClass.DIR));
    assertTrue(e.getMessage().contains("No such file or directory"), e.getMessage());
  }

  @Test
  void closedIsNotAsked() throws IOException {
    FileContexts contexts = NativeFileContexts.open();
    contexts.close();
    contexts.close();
    assertThrows(IllegalStateException.class, () -> contexts.lookup("/srv", ObjectClass.DIR));
  }
}
