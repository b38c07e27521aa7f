package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevol.selinux.MountPermissions;
import sevol.selinux.Need;
import sevol.selinux.ObjectClass;

class PolicyPermissionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"dir", "file", "lnk_file", "sock_file", "fifo_file", "chr_file", "blk_file"})
  void theTablesAskAllThatSevolAsks(String name) {
    ObjectClass tclass = new ObjectClass(name);
    Set<String> read = PermissionSets.expand("@read", tclass);
    Set<String> all = PermissionSets.expand("@read @change", tclass);
    assertTrue(read.containsAll(MountPermissions.needed(tclass, Need.ofMount(true)).perms()));
    assertTrue(all.containsAll(MountPermissions.needed(tclass, Need.ofMount(false)).perms()));
  }
}
