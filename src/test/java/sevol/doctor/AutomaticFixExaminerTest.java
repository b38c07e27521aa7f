package sevol.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutomaticFixExaminerTest {
  @TempDir private Path temp;
  private FakeRoot root;
  private Path requests;

  @BeforeEach
  void asked() throws IOException {
    root = new FakeRoot(temp).file("/run/sevol/daemon/requests/0123456789ab", "");
    requests = temp.resolve("run/sevol/daemon/requests");
  }

  private List<String> look(int age) throws IOException {
    Files.setLastModifiedTime(requests, FileTime.from(FakeRoot.NOW.minusSeconds(age)));
    return root.look(new AutomaticFixExaminer(FakeRoot.NOW));
  }

  @Test
  void aRequestThatWaitsForLongIsAProblem() throws IOException {
    assertEquals(List.of(), look(60));
    assertEquals(
        List.of(
            "problem automatic fixes: nobody takes the daemon's requests: sevol-fix.path is not"
                + " enabled, or hit its start limit; or a fix is at work for long"),
        look(61));
  }

  @Test
  void whereNobodyAsksNothingIsSaid() throws IOException {
    Files.delete(requests.resolve("0123456789ab"));
    assertEquals(List.of(), look(61));
    Files.delete(requests);
    assertEquals(List.of(), root.look(new AutomaticFixExaminer(FakeRoot.NOW)));
  }
}
