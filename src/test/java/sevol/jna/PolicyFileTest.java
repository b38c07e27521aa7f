package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevol.selinux.AccessDecision;
import sevol.selinux.AccessVector;
import sevol.selinux.DenialReason.Kind;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

@NullUnmarked // a null here fails the test, which is right
class PolicyFileTest {
  @TempDir static Path dir;
  private static Path compiled;
  private PolicyFile policy;

  @BeforeAll
  static void compile() throws IOException {
    assumeTrue(hasLibsepol(), "libsepol 3.4 or later is not installed");
    compiled = TestPolicy.compile("containers.cil", dir.resolve("policy.31"));
  }

  static boolean hasLibsepol() {
    try {
      NativeLibrary.getInstance(LibSepol.SONAME).getFunction("sepol_compute_av_reason_buffer");
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  @BeforeEach
  void open() throws IOException {
    policy = PolicyFile.open(compiled);
  }

  @AfterEach
  void close() {
    policy.close();
  }

  private Optional<AccessDecision> ask(String source, String target, String... perms) {
    return policy.decide(
        SecurityContext.of("system_u:system_r:" + source),
        SecurityContext.of("system_u:object_r:" + target),
        AccessVector.of(ObjectClass.DIR, perms));
  }

  @Test
  void allowedAccessHasNoReason() {
    AccessDecision decision =
        ask("container_t:s0:c1,c2", "container_file_t:s0:c1,c2", "search", "write").orElseThrow();
    assertTrue(decision.allowed());
    assertEquals(null, decision.reason());
  }

  @Test
  void missingRuleIsTheReason() {
    AccessDecision decision =
        ask("container_t:s0:c1,c2", "unlabeled_t:s0", "search", "read").orElseThrow();
    assertEquals(Set.of("search", "read"), decision.denied());
    assertEquals(Set.of("read"), decision.silent());
    assertEquals(Kind.NO_ALLOW_RULE, decision.reason().kind());
    assertEquals("no rule allows dir { search read }", decision.reason().text());
  }

  @Test
  void missingRuleIsTheReasonThoughAConstraintFailsToo() {
    AccessDecision decision = ask("container_t:s0:c1", "unlabeled_t:s0:c2", "search").orElseThrow();
    assertEquals(Kind.NO_ALLOW_RULE, decision.reason().kind());
  }

  @Test
  void failedConstraintIsQuotedForTheAskedPermissionsOnly() {
    AccessDecision decision =
        ask("container_t:s0:c1,c2", "container_file_t:s0:c3", "read", "getattr").orElseThrow();
    assertEquals(Set.of("read"), decision.denied());
    assertEquals(Kind.CONSTRAINT, decision.reason().kind());
    assertEquals(
        "mlsconstrain dir { read }: needs ((h1 dom h2: not so) or"
            + " (t1 != mcs_constrained_type: not so))",
        decision.reason().text());
  }

  @Test
  void unconstrainedDomainMayUseAForeignLevel() {
    assertTrue(ask("spc_t:s0", "container_file_t:s0:c3", "search", "read").orElseThrow().allowed());
  }

  @Test
  void booleanHasTheValueOfTheFile() {
    assertTrue(ask("container_t:s0", "nfs_t:s0", "search").orElseThrow().allowed());
  }

  @Test
  void aliasIsTheSameType() {
    assertTrue(
        ask("svirt_lxc_net_t:s0:c1", "container_file_t:s0:c1", "read").orElseThrow().allowed());
    assertEquals(
        Optional.of(SecurityContext.of("system_u:system_r:container_t:s0:c1,c3")),
        policy.canonical(SecurityContext.of("system_u:system_r:svirt_lxc_net_t:s0:c3,c1")));
  }

  @Test
  void unknownNamesAreNoAnswer() {
    assertTrue(ask("container_t:s0", "nosuch_t:s0", "read").isEmpty());
    assertTrue(ask("container_t:s0", "container_file_t:s0:c9", "read").isEmpty());
    assertTrue(ask("container_t:s0", "container_file_t:s0\0:c1", "read").isEmpty());
    assertTrue(policy.canonical(SecurityContext.of("system_u:object_r:nosuch_t:s0")).isEmpty());
    assertTrue(
        policy
            .decide(
                SecurityContext.of("system_u:system_r:container_t:s0"),
                SecurityContext.of("system_u:object_r:container_file_t:s0"),
                AccessVector.of(new ObjectClass("nosuch"), "read"))
            .isEmpty());
  }

  @Test
  void undefinedPermissionIsNeverDenied() {
    assertTrue(
        ask("container_t:s0", "container_file_t:s0", "nosuch", "x\0y").orElseThrow().allowed());
  }

  @Test
  void onlyOneCanBeOpen() {
    assertThrows(IllegalStateException.class, () -> PolicyFile.open(compiled));
  }

  @Test
  void closedPolicyIsNotAsked() {
    policy.close();
    assertThrows(
        IllegalStateException.class, () -> ask("container_t:s0", "container_file_t:s0", "read"));
  }

  @Test
  void damagedFileIsRefusedAndAGoodOneCanBeOpenedAfterwards() throws IOException {
    policy.close();
    byte[] whole = Files.readAllBytes(compiled);
    for (int length = 20; length < whole.length; length += 97) {
      Path cut = Files.write(dir.resolve("cut"), Arrays.copyOf(whole, length));
      IOException e = assertThrows(IOException.class, () -> PolicyFile.open(cut));
      assertEquals(cut + ": damaged, libsepol cannot read it", e.getMessage());
    }
    policy = PolicyFile.open(compiled);
    assertTrue(ask("container_t:s0", "container_file_t:s0", "read").orElseThrow().allowed());
  }

  @Test
  void newerVersionThanLibsepolKnowsIsNamed() throws IOException {
    policy.close();
    byte[] newer = Files.readAllBytes(compiled);
    ByteBuffer.wrap(newer).order(ByteOrder.LITTLE_ENDIAN).putInt(16, 99);
    Path file = Files.write(dir.resolve("newer"), newer);
    IOException e = assertThrows(IOException.class, () -> PolicyFile.open(file));
    assertTrue(e.getMessage().contains("policy version 99, but the libsepol here reads up to"));
  }

  @Test
  void whatIsNoPolicyIsNamed() throws IOException {
    policy.close();
    Path text = Files.writeString(dir.resolve("text"), "type=AVC msg=audit(1.000:1): avc: denied");
    Path empty = Files.writeString(dir.resolve("empty"), "");
    for (Path file : new Path[] {text, empty}) {
      IOException e = assertThrows(IOException.class, () -> PolicyFile.open(file));
      assertTrue(e.getMessage().startsWith(file + ": not a compiled kernel policy"));
    }
    assertEquals(
        dir + ": not a regular file",
        assertThrows(IOException.class, () -> PolicyFile.open(dir)).getMessage());
    assertThrows(NoSuchFileException.class, () -> PolicyFile.open(dir.resolve("none")));
  }
}
