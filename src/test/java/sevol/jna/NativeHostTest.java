package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sevol.remedy.FileType;
import sevol.remedy.LocalRule;
import sevol.remedy.PolicyStore;
import sevol.remedy.RemedyException;
import sevol.remedy.StoreChange;
import sevol.selinux.AccessVector;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;
import sevol.selinux.SelinuxMode;

class NativeHostTest {
  private static final SecurityContext CONTAINER =
      SecurityContext.of("system_u:system_r:container_t:s0:c1,c2");
  private static final SecurityContext FILE =
      SecurityContext.of("system_u:object_r:container_file_t:s0");

  private final NativeHost host = NativeHost.open();

  @Test
  void hostWithSelinuxOffAnswersNothing() throws Exception {
    assumeTrue(host.mode() == SelinuxMode.DISABLED, "SELinux is on");
    assertEquals(Optional.empty(), host.ownLabel());
    assertEquals(Optional.empty(), host.processLabel(1));
    assertTrue(host.booleans().active().isEmpty());
    AccessVector read = AccessVector.of(ObjectClass.FILE, "read");
    assertEquals(Optional.empty(), host.accessDecisions().decide(CONTAINER, FILE, read));
    assertEquals(
        Optional.empty(), host.accessDecisions().contextOfNew(CONTAINER, FILE, ObjectClass.FILE));
    assertEquals(Optional.empty(), host.accessDecisions().canonical(FILE));
    assertEquals("/etc", host.fileTree().look(Path.of("/etc")).path());
  }

  @Test
  void contextsWithNulAreNotCutShort() {
    SecurityContext cut = SecurityContext.of("system_u:object_r:container_file_t:s0\0:c1");
    assertEquals(Optional.empty(), new KernelDecisions().canonical(cut));
    assertEquals(
        Optional.empty(),
        new KernelDecisions().decide(CONTAINER, cut, AccessVector.of(ObjectClass.FILE, "read")));
  }

  @Test
  void unusableRulesAreRefusedBeforeTheStoreIsTouched() throws Exception {
    PolicyStore store = host.policyStore();
    for (String spec : new String[] {"", "/srv/a b", "/srv/\n/etc", "/srv/é", "/srv/\0"}) {
      LocalRule rule = new LocalRule(spec, FileType.ANY, FILE.toString());
      assertThrows(
          RemedyException.class, () -> store.change(StoreChange.ofRules(List.of(), List.of(rule))));
      assertThrows(
          RemedyException.class, () -> store.change(StoreChange.ofRules(List.of(rule), List.of())));
    }
    LocalRule twoLines = new LocalRule("/srv", FileType.ANY, "a:b:c:s0\n/etc a:b:c:s0");
    assertThrows(
        RemedyException.class,
        () -> store.change(StoreChange.ofRules(List.of(), List.of(twoLines))));
  }
}
