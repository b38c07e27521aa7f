package sevol.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sevol.selinux.FileStatus;
import sevol.selinux.ObjectClass;
import sevol.selinux.SecurityContext;

class NotedLabelsTest {
  private static FileStatus object(long inode, long born) {
    return new FileStatus("/x", ObjectClass.FILE, 1, inode, 1, 1, 0, born, null);
  }

  @Test
  void givesBackWhatWasPutInAnyOrder() {
    Random random = new Random(7);
    NotedLabels labels = new NotedLabels();
    Map<String, Relabelled> expected = new TreeMap<>();
    for (int i = 0; i < 5000; i++) {
      long inode = random.nextInt(20_000);
      long born = random.nextInt(3);
      SecurityContext was = SecurityContext.of("u:r:t" + random.nextInt(9) + ":s0");
      Relabelled note = new Relabelled(was, was.withType("new_t"));
      if (expected.putIfAbsent(inode + " " + born, note) == null) {
        labels.put(inode, born, note);
      }
    }
    assertEquals(expected.size(), labels.size());
    for (long inode = 0; inode < 20_000; inode++) {
      for (long born = 0; born < 3; born++) {
        assertEquals(expected.get(inode + " " + born), labels.get(object(inode, born)));
      }
    }
  }

  @Test
  void anObjectBornLaterOnTheSameInodeIsAnother() {
    NotedLabels labels = new NotedLabels();
    SecurityContext was = SecurityContext.of("u:r:t:s0");
    labels.put(5, 1_700_000_000_000_000_001L, new Relabelled(was, was));
    assertNull(labels.get(object(5, 1_700_000_000_000_000_002L)));
  }
}
