package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DiskFactsTest {
  @TempDir private Path temp;

  @Test
  void aFileIsReadAbsentOrRefused() throws IOException {
    HostFacts facts = new FakeRoot(temp).file("/etc/a", "text").unreadable("/etc/d").facts();
    assertEquals("text", facts.read("/etc/a").text());
    assertEquals("te", facts.read("/etc/a", 2).text());
    assertEquals(FileText.ABSENT, facts.read("/etc/b"));
    assertEquals(FileText.ABSENT, facts.read("/none/b"));
    assertEquals(FileText.REFUSED, facts.read("/etc/d"));
    assertTrue(facts.read("/etc/a/below").isRefused());
  }

  @Test
  @Timeout(10)
  void aFifoIsNotOpened() throws Exception {
    Path fifo = temp.resolve("fifo");
    Process mkfifo = new ProcessBuilder("mkfifo", fifo.toString()).start();
    assertTrue(mkfifo.waitFor(5, TimeUnit.SECONDS) && mkfifo.exitValue() == 0);
    assertEquals(FileText.REFUSED, new DiskFacts(temp).read("/fifo"));
  }

  @Test
  void bytesThatAreNoTextAreRead() throws IOException {
    Files.write(temp.resolve("bytes"), new byte[] {(byte) 0xff, 'a', 0, '\n'});
    assertTrue(new DiskFacts(temp).read("/bytes").isRead());
  }

  @Test
  void directoriesAreListedInOrder() throws IOException {
    HostFacts facts = new FakeRoot(temp).file("/d/b", "").file("/d/a", "").facts();
    assertEquals(List.of("a", "b"), facts.list("/d"));
    assertEquals(List.of(), facts.list("/none"));
    assertEquals(List.of(), facts.list("/d/a"));
    assertFalse(facts.exists("/none"));
    assertEquals(Optional.empty(), facts.modified("/none"));
    assertTrue(facts.free("/d").isPresent());
    assertTrue(facts.free("/none").isEmpty());
  }
}
