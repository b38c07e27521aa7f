package sevol.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SearchBudgetTest {
  private long now = -5;
  private final SearchBudget budget = new SearchBudget(() -> now);

  @Test
  void searchEndsAfterTwoSeconds() {
    long deadline = budget.deadline();
    now += SearchBudget.CAPACITY_NANOS - 1;
    assertFalse(budget.isOver(deadline));
    now += 1;
    assertTrue(budget.isOver(deadline));
  }

  @Test
  void spentTimeComesBackAtATenth() {
    budget.deadline();
    now += SearchBudget.CAPACITY_NANOS;
    budget.spent();
    assertEquals(now, budget.deadline());
    now += TimeUnit.SECONDS.toNanos(10);
    assertEquals(TimeUnit.SECONDS.toNanos(1), budget.deadline() - now);
    now += TimeUnit.SECONDS.toNanos(1000);
    assertEquals(SearchBudget.CAPACITY_NANOS, budget.deadline() - now);
  }
}
