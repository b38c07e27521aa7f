package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevol.selinux.AccessVector;
import sevol.selinux.BooleanValue;
import sevol.selinux.DenialReason.Kind;
import sevol.selinux.Explanation;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

/** Booleans of a policy of a few lines; those of real ones are in the tables. */
@NullUnmarked // a null here fails the test, which is right
class PolicyExplainerTest {
  private static final SecurityContext CONTAINER =
      SecurityContext.of("system_u:system_r:container_t:s0");

  @TempDir static Path dir;
  private static Path compiled;
  private PolicyExplainer explainer;

  @BeforeAll
  static void compile() throws IOException {
    assumeTrue(PolicyFileTest.hasLibsepol(), "libsepol 3.4 or later is not installed");
    compiled = TestPolicy.compile("/policy/booleans.cil", dir.resolve("policy"));
  }

  @BeforeEach
  void create() {
    explainer = new PolicyExplainer(compiled);
  }

  @AfterEach
  void close() {
    explainer.close();
  }

  private Optional<Explanation> explain(String target, String... perms) throws IOException {
    return explainer.explain(
        CONTAINER,
        SecurityContext.of("system_u:object_r:" + target),
        AccessVector.of(ObjectClass.DIR, perms));
  }

  @ParameterizedTest
  @CsvSource({
    "nfs_t:s0, search read, container_use_nfs=on",
    "cifs_t:s0, search read, container_deny_samba=off",
    "fusefs_t:s0, search, container_use_fuse=on user_fuse=on",
    "public_content_t:s0, search read, container_read_public=on",
    "public_content_t:s0, search write, container_manage_public=on",
    "dosfs_t:s0, search read write, virt_write_media=on",
    "cert_t:s0, read, container_read_certs=on",
    "nfs_t:s0, search write, ''",
    "default_t:s0, search, ''",
  })
  void fewestBooleansThatAllow(String target, String perms, String booleans) throws IOException {
    Explanation explanation = explain(target, perms.split(" ", -1)).orElseThrow();
    assertEquals(Kind.NO_ALLOW_RULE, explanation.reason().kind());
    assertEquals(
        booleans,
        String.join(" ", explanation.booleans().stream().map(BooleanValue::toString).toList()));
  }

  @Test
  void booleanThatLeavesAConstraintInTheWayIsNoCure() throws IOException {
    assertEquals(
        List.of(new BooleanValue("container_use_nfs", true)),
        explain("nfs_t:s0:c1", "search").orElseThrow().booleans());
    assertEquals(List.of(), explain("nfs_t:s0:c1", "read").orElseThrow().booleans());
  }

  @Test
  void whatIsAllowedOrUnknownHasNoExplanation() throws IOException {
    assertEquals(Optional.empty(), explain("dosfs_t:s0", "search"));
    assertEquals(Optional.empty(), explain("nosuch_t:s0", "search"));
  }

  @Test
  void policyIsAskedAsItWasReadAfterwards() throws IOException {
    try (PolicyFile policy = PolicyFile.open(compiled)) {
      SecurityContext nfs = SecurityContext.of("system_u:object_r:nfs_t:s0");
      AccessVector search = AccessVector.of(ObjectClass.DIR, "search");
      for (int i = 0; i < 3; i++) {
        assertEquals(1, policy.explain(CONTAINER, nfs, search).orElseThrow().booleans().size());
        assertTrue(!policy.decide(CONTAINER, nfs, search).orElseThrow().allowed());
      }
      Map<String, Boolean> booleans = policy.booleans();
      assertEquals(10, booleans.size());
      assertEquals(false, booleans.get("container_use_nfs"));
      assertEquals(true, booleans.get("container_deny_samba"));
    }
  }

  @Test
  void nothingIsOpenedBeforeTheFirstQuestion() throws IOException {
    PolicyFile.open(compiled).close();
    explain("nfs_t:s0", "search");
    IOException e =
        assertThrows(
            IOException.class,
            () -> new PolicyExplainer(compiled).explain(CONTAINER, CONTAINER, search()));
    assertTrue(e.getMessage().endsWith("is still open"), e.getMessage());
  }

  private static AccessVector search() {
    return AccessVector.of(ObjectClass.DIR, "search");
  }

  @Test
  void failureToOpenIsOneLineAndStays() throws IOException {
    byte[] half = Files.readAllBytes(compiled);
    Path cut = Files.write(dir.resolve("cut"), java.util.Arrays.copyOf(half, half.length / 2));
    Path none = dir.resolve("none");
    assertEquals(none + ": not found", failureOf(none));
    assertEquals(cut + ": damaged, libsepol cannot read it", failureOf(cut));
    PolicyFile.open(compiled).close();
  }

  private static String failureOf(Path file) {
    try (PolicyExplainer broken = new PolicyExplainer(file)) {
      IOException e =
          assertThrows(IOException.class, () -> broken.explain(CONTAINER, CONTAINER, search()));
      assertSame(
          e, assertThrows(IOException.class, () -> broken.explain(CONTAINER, CONTAINER, search())));
      return e.getMessage();
    }
  }
}
