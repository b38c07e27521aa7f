package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import sevol.selinux.AccessVector;
import sevol.selinux.ObjectClass;

@NullUnmarked // a null here fails the test, which is right
class ConditionalRulesTest {
  private static final String CIL =
      """
      (typeattribute domain)
      (typeattributeset domain (container_t spc_t))
      (typeattributeset remote (nfs_t))
      (allow container_t nfs_t (dir (getattr)))
      (booleanif (and use_nfs (not strict))
          (true
              (allow domain remote (dir (read search)))
              (dontaudit domain remote (dir (ioctl)))
          )
          (false
              (allow domain remote (dir (lock)))
          )
      )
      (booleanif signal_self
          (true
              (allow domain self (process (signal)))
          )
      )
      """;

  private static Set<String> booleansFor(
      String source, String target, String tclass, String... perms) throws IOException {
    return ConditionalRules.parse(new BufferedReader(new StringReader(CIL)))
        .booleansFor(source, target, AccessVector.of(new ObjectClass(tclass), perms));
  }

  @Test
  void attributesStandForTheirTypes() throws IOException {
    Set<String> both = Set.of("use_nfs", "strict");
    assertEquals(both, booleansFor("container_t", "nfs_t", "dir", "read", "search"));
    assertEquals(both, booleansFor("spc_t", "nfs_t", "dir", "search", "lock"));
    assertEquals(Set.of(), booleansFor("other_t", "nfs_t", "dir", "read"));
    assertEquals(Set.of(), booleansFor("container", "nfs_t", "dir", "read"));
    assertEquals(Set.of(), booleansFor("container_t", "nfs_t", "file", "read"));
  }

  @Test
  void whatNoRuleGrantsCannotBeCured() throws IOException {
    assertEquals(Set.of(), booleansFor("container_t", "nfs_t", "dir", "read", "write"));
    assertEquals(Set.of(), booleansFor("container_t", "nfs_t", "dir", "ioctl"));
    assertEquals(Set.of(), booleansFor("container_t", "nfs_t", "dir", "getattr"));
  }

  @Test
  void selfIsTheSourceOnly() throws IOException {
    assertEquals(
        Set.of("signal_self"), booleansFor("container_t", "container_t", "process", "signal"));
    assertEquals(Set.of(), booleansFor("container_t", "spc_t", "process", "signal"));
  }
}
