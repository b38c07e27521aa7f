package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LxcContextsTest {
  @Test
  void labelsOfAHostComeFromItsPolicy() throws IOException {
    ContainerLabels labels = LxcContexts.of(Fixtures.HOST).orElseThrow();
    assertEquals("system_u:system_r:container_t:s0", labels.process().toString());
    assertEquals("system_u:object_r:container_file_t:s0", labels.file().toString());
    assertEquals("system_u:object_r:container_ro_file_t:s0", labels.readOnlyFile().toString());
  }

  @Test
  void filesOfContainerSelinuxCountFirst(@TempDir Path root) throws IOException {
    Path file = root.resolve("usr/share/containers/selinux/contexts");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "process = \"u:r:a_t:s0\"\nfile = \"u:object_r:b_t:s0\"\n");
    assertEquals("a_t", LxcContexts.of(root).orElseThrow().process().type());
  }

  @Test
  void withoutReadOnlyTypeTheFileTypeServes() {
    ContainerLabels labels =
        LxcContexts.parse(
                """
                # RHEL 7
                ; more
                process = "system_u:system_r:svirt_lxc_net_t:s0"
                  content= "system_u:object_r:virt_var_lib_t:s0"
                file="system_u:object_r:svirt_sandbox_file_t:s0"
                """)
            .orElseThrow();
    assertEquals("svirt_sandbox_file_t", labels.readOnlyFile().type());
    assertEquals("svirt_lxc_net_t", labels.process().type());
  }

  @Test
  void incompleteFileIsNoAnswer() {
    assertEquals(Optional.empty(), LxcContexts.parse("process = \"u:r:a_t:s0\"\n"));
    assertEquals(Optional.empty(), LxcContexts.parse("process = \"\"\nfile = \":\"\n= x\n"));
  }

  @Test
  void hostWithoutPolicyHasNoLabels(@TempDir Path root) throws IOException {
    assertEquals(Optional.empty(), LxcContexts.of(root));
  }

  @Test
  void policyTypeCannotLeadElsewhere(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("etc/selinux"));
    Files.writeString(root.resolve("etc/selinux/config"), "SELINUXTYPE=../../x\n");
    assertEquals(Optional.empty(), LxcContexts.of(root));
  }
}
