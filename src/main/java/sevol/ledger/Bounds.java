package sevol.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sevol.remedy.Advice;

/** How much of what a container chose is kept. */
final class Bounds {
  /** {@code PATH_MAX} of limits.h. */
  private static final int PATH = 4096;

  private static final int WORD = 256;
  private static final int SENTENCE = 1024;
  private static final int PERMS = 32;
  private static final int PERM = 64;
  private static final int COMMANDS = 8;
  private static final int COMMAND_WORDS = 64;

  /** A regular expression for a path may be twice as long as the path. */
  private static final int COMMAND_WORD = 2 * PATH + 16;

  private static final int NOTES = 8;

  /** What four digits of a year can write. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  private Bounds() {}

  static String path(String text) {
    return cut(text, PATH);
  }

  static @Nullable String pathOrNull(@Nullable String text) {
    return text == null ? null : path(text);
  }

  static String word(String text) {
    return cut(text, WORD);
  }

  static @Nullable String wordOrNull(@Nullable String text) {
    return text == null ? null : word(text);
  }

  static String sentence(String text) {
    return cut(text, SENTENCE + PATH); // it may quote a path
  }

  /** To the millisecond, as it is written, so that what is read back equals what was kept. */
  static Instant time(Instant time) {
    Instant millis = time.truncatedTo(ChronoUnit.MILLIS);
    return millis.isBefore(Instant.EPOCH)
        ? Instant.EPOCH
        : millis.isAfter(LATEST) ? LATEST : millis;
  }

  /** Sorted and without duplicates. */
  static List<String> perms(Collection<String> perms) {
    TreeSet<String> sorted = new TreeSet<>();
    for (String perm : perms) {
      sorted.add(cut(perm, PERM));
      if (sorted.size() == PERMS) {
        break;
      }
    }
    return List.copyOf(sorted);
  }

  /** A command too long to be kept whole is left out: half a command is a dangerous one. */
  static Advice advice(Advice advice) {
    List<List<String>> commands = new ArrayList<>();
    for (List<String> command : advice.commands()) {
      boolean fits =
          command.size() <= COMMAND_WORDS
              && command.stream().allMatch(word -> word.length() <= COMMAND_WORD);
      if (fits && commands.size() < COMMANDS) {
        commands.add(command);
      }
    }
    return new Advice(
        sentence(advice.summary()),
        commands,
        advice.notes().stream().limit(NOTES).map(Bounds::sentence).toList());
  }

  /** About the bytes that a text takes as JSON. */
  static long weight(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    long weight = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '\u2028' || c == '\u2029') {
        weight += 5;
      } else if (c == '"' || c == '\\') {
        weight += 1;
      } else if (c > 0x7f) {
        weight += 2;
      }
    }
    return weight;
  }

  private static String cut(String text, int most) {
    String kept = text.length() <= most ? text : text.substring(0, most);
    // half a surrogate pair, cut or hostile, has no UTF-8: what is read back must be what was kept
    return kept.chars().anyMatch(c -> Character.isSurrogate((char) c))
        ? new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        : kept;
  }
}
