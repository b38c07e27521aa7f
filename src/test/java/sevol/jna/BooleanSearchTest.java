package sevol.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // a null here fails the test, which is right
class BooleanSearchTest {
  private final SortedMap<String, Boolean> booleans = new TreeMap<>();
  private int questions;

  private void define(int count, String prefix) {
    for (int i = 0; i < count; i++) {
      booleans.put(prefix + i, i % 5 == 0);
    }
  }

  private Set<String> find(Collection<String> needed) throws IOException {
    questions = 0;
    BooleanSearch search =
        new BooleanSearch(
            booleans,
            flipped -> {
              questions++;
              return flipped.containsAll(needed);
            });
    return new HashSet<>(search.find());
  }

  @Test
  void everySetOfUpToThreeIsFoundAmongFourHundred() throws IOException {
    define(360, "httpd_");
    define(40, "container_");
    List<String> names = new ArrayList<>(booleans.keySet());
    Random random = new Random(20261125);
    int most = 0;
    for (int i = 0; i < 300; i++) {
      Set<String> needed = new HashSet<>();
      for (int n = 0; n <= i % 3; n++) {
        needed.add(names.get(random.nextInt(names.size())));
      }
      assertEquals(needed, find(needed));
      most = Math.max(most, questions);
    }
    assertTrue(most <= 45, "questions: " + most);
  }

  @Test
  void booleansOfContainersCostFewQuestions() throws IOException {
    define(360, "httpd_");
    define(20, "container_");
    define(10, "virt_");
    assertEquals(Set.of("container_7"), find(Set.of("container_7")));
    assertTrue(questions <= 13, "questions: " + questions);
  }

  @Test
  void noCureIsKnownAfterFourQuestions() throws IOException {
    define(300, "httpd_");
    define(20, "container_");
    assertEquals(Set.of(), find(Set.of("nosuch")));
    assertEquals(4, questions);
  }

  @Test
  void searchEndsThoughTooManyAreNeeded() throws IOException {
    define(400, "httpd_");
    assertEquals(Set.of(), find(new ArrayList<>(booleans.keySet()).subList(100, 160)));
    assertEquals(BooleanSearch.MAX_QUESTIONS, questions);
  }

  @Test
  void policyWithoutBooleansIsNotAsked() throws IOException {
    assertEquals(Set.of(), find(Set.of("x")));
    assertEquals(0, questions);
  }

  @Test
  void whatIsReturnedWasAskedEvenIfFewerFlipsAllowMore() throws IOException {
    define(30, "container_");
    // allowed by an even number of flips only: halving misleads
    List<Set<String>> asked = new ArrayList<>();
    List<String> found =
        new BooleanSearch(
                booleans,
                flipped -> {
                  asked.add(Set.copyOf(flipped));
                  return flipped.size() % 2 == 0;
                })
            .find();
    assertEquals(0, found.size() % 2, found.toString());
    assertTrue(found.isEmpty() || asked.contains(Set.copyOf(found)), found.toString());
  }
}
