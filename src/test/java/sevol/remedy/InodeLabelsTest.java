package sevol.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InodeLabelsTest {
  @Test
  void givesBackWhatWasPutInAnyOrder() {
    Random random = new Random(7);
    InodeLabels labels = new InodeLabels();
    TreeMap<Long, String> expected = new TreeMap<>();
    for (int i = 0; i < 5000; i++) {
      long inode = random.nextInt(20_000);
      String label = "l" + random.nextInt(9);
      labels.put(inode, label);
      expected.putIfAbsent(inode, label);
    }
    for (long inode = 0; inode < 20_000; inode++) {
      assertEquals(Optional.ofNullable(expected.get(inode)), labels.get(inode));
    }
  }
}
