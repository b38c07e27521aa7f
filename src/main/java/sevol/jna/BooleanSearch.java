package sevol.jna;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Finds a smallest set of booleans that, flipped, allow an access. Each question costs a load of
 * the policy, so that many are flipped at once, and the set is halved while it still allows.
 *
 * <p>Booleans for containers are tried first, then all; those that are off before those that are
 * on. What is found was asked as it is returned. A rule that needs one boolean flipped and another
 * of the same group not may be missed.
 */
final class BooleanSearch {
  /** Three booleans among 400 need 45. */
  static final int MAX_QUESTIONS = 64;

  /** Whether the access is allowed when these booleans, and no others, have their other value. */
  @FunctionalInterface
  interface Question {
    boolean allowed(List<String> flipped) throws IOException;
  }

  private final SortedMap<String, Boolean> booleans;
  private final Question question;
  private final Map<Set<String>, Boolean> answers = new HashMap<>();

  BooleanSearch(SortedMap<String, Boolean> booleans, Question question) {
    this.booleans = booleans;
    this.question = question;
  }

  /** The names to flip; empty if none help, or the questions ran out. */
  List<String> find() throws IOException {
    List<String> all = booleans.keySet().stream().sorted(Comparator.comparing(this::rank)).toList();
    List<String> ours = all.stream().filter(BooleanSearch::isOfContainers).toList();
    try {
      for (List<String> group : List.of(off(ours), ours, off(all), all)) {
        if (!group.isEmpty() && allowed(group)) {
          List<String> found = smallest(group, List.of());
          return allowed(found) ? found : List.of();
        }
      }
    } catch (OutOfQuestions e) {
      return List.of();
    }
    return List.of();
  }

  private static boolean isOfContainers(String name) {
    return name.startsWith("container_") || name.startsWith("virt_");
  }

  /** What permits less comes first: of two booleans that help, the first is found. */
  private int rank(String name) {
    int group = isOfContainers(name) ? 0 : 3;
    return group + (name.contains("_read_") ? 0 : name.contains("_manage_") ? 2 : 1);
  }

  private List<String> off(List<String> names) {
    return names.stream().filter(name -> Boolean.FALSE.equals(booleans.get(name))).toList();
  }

  /**
   * The smallest part of the candidates that allows together with what is kept; all of them do
   * (Junker's QuickXplain).
   */
  private List<String> smallest(List<String> candidates, List<String> kept) throws IOException {
    if (!kept.isEmpty() && allowed(kept)) {
      return List.of();
    }
    if (candidates.size() == 1) {
      return candidates;
    }
    List<String> first = candidates.subList(0, candidates.size() / 2);
    List<String> second = candidates.subList(candidates.size() / 2, candidates.size());
    List<String> withFirst = joined(kept, first);
    if (allowed(withFirst)) {
      return smallest(first, kept);
    }
    List<String> ofSecond = smallest(second, withFirst);
    return joined(smallest(first, joined(kept, ofSecond)), ofSecond);
  }

  private boolean allowed(List<String> flipped) throws IOException {
    Set<String> asked = new HashSet<>(flipped);
    Boolean known = answers.get(asked);
    if (known == null) {
      if (answers.size() == MAX_QUESTIONS) {
        throw new OutOfQuestions();
      }
      known = question.allowed(flipped);
      answers.put(asked, known);
    }
    return known;
  }

  private static List<String> joined(List<String> a, List<String> b) {
    List<String> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }

  private static final class OutOfQuestions extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
