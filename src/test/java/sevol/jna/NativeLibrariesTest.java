package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeLibrariesTest {
  private static boolean installed(String soname) {
    return List.of("/lib", "/usr/lib", "/lib64", "/usr/lib64", "/usr/lib/x86_64-linux-gnu").stream()
        .anyMatch(directory -> Files.exists(Path.of(directory, soname)));
  }

  @Test
  void whatIsInstalledIsFound() {
    NativeLibraries libraries = NativeLibraries.probe();
    if (installed("libselinux.so.1")) {
      assertTrue(libraries.selinux());
    }
    Integer newest = libraries.sepolNewest();
    if (newest != null) {
      assertTrue(newest >= 33, "libsepol 3.4 reads version 33");
    }
    assertEquals(libraries, NativeLibraries.probe(), "asking twice changes nothing");
  }
}
