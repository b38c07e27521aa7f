package sevol.automatic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixRequestsTest {
  @TempDir private Path temp;

  private FixRequests requests() {
    return new FixRequests(temp.resolve("requests"));
  }

  @Test
  void whatIsAskedTwiceIsTakenOnce() throws IOException {
    requests().put("0123456789ab");
    requests().put("0123456789ab");
    assertEquals(List.of("0123456789ab"), requests().take().ids());
    assertEquals(List.of(), requests().take().ids());
  }

  @Test
  void withoutADirectoryNothingIsAsked() throws IOException {
    assertEquals(new FixRequests.Taken(List.of(), 0, null), requests().take());
  }

  @Test
  void aLinkInItsPlaceIsNotFollowed() throws IOException {
    Path other = Files.createDirectory(temp.resolve("other"));
    Files.createFile(other.resolve("0123456789ab"));
    Files.createSymbolicLink(temp.resolve("requests"), other);
    assertThrows(IOException.class, () -> requests().take());
    assertTrue(Files.exists(other.resolve("0123456789ab")));
  }

  @Test
  void nothingButAnIdIsAsked() throws IOException {
    assertThrows(IllegalArgumentException.class, () -> requests().put("../../../etc/x"));
    requests().put("0123456789ab");
    Path directory = temp.resolve("requests");
    Path outside = Files.writeString(temp.resolve("outside"), "kept");
    Files.createSymbolicLink(directory.resolve("aaaaaaaaaaaa"), outside);
    Files.createFile(directory.resolve("0123456789AB"));
    Files.createFile(directory.resolve("0123456789abc"));
    Files.createFile(directory.resolve("a\n0123456789ab"));
    Files.createDirectory(directory.resolve("bbbbbbbbbbbb"));
    FixRequests.Taken taken = requests().take();
    // a link or an empty directory with an id's name asks no more than a file
    assertEquals(
        List.of("0123456789ab", "aaaaaaaaaaaa", "bbbbbbbbbbbb"),
        taken.ids().stream().sorted().toList());
    assertEquals(3, taken.ignored());
    assertNull(taken.stuck());
    assertTrue(Files.exists(outside));
  }

  @Test
  void ofAFloodTheRestIsThrownAway() throws IOException {
    for (int i = 0; i < 200; i++) {
      requests().put(String.format("%012x", i));
    }
    FixRequests.Taken taken = requests().take();
    assertEquals(FixRequests.MOST, taken.ids().size());
    assertEquals(200 - FixRequests.MOST, taken.ignored());
    assertEquals(0, temp.resolve("requests").toFile().list().length);
  }

  @Test
  void whatCannotBeRemovedIsNoRequest() throws IOException {
    Files.createDirectories(temp.resolve("requests/0123456789ab/x"));
    FixRequests.Taken taken = requests().take();
    assertEquals(List.of(), taken.ids());
    assertNotNull(taken.stuck());
  }
}
