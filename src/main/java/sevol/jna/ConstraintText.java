package sevol.jna;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The constraints of {@code sepol_compute_av_reason_buffer} in one line. The buffer lists every
 * failing constraint of the class, also those of permissions that were not asked:
 *
 * <pre>
 * mlsconstrain dir { add_name search } ((h1 dom h2 -Fail-)  or (t1 != a -Fail-) ); Constraint DENIED
 * </pre>
 */
final class ConstraintText {
  private static final int MAX_LENGTH = 600; // type sets are spelt out, by hundreds

  private static final Pattern ENTRY =
      Pattern.compile(
          "((?:mls)?constrain) (\\S+) \\{ ([^}]*)\\}(.*?);\\s*Constraint DENIED", Pattern.DOTALL);

  private ConstraintText() {}

  /** The failing constraints of the denied permissions; empty if the buffer has none of them. */
  static String of(String buffer, Set<String> denied) {
    Map<String, Set<String>> permsOfConstraint = new LinkedHashMap<>();
    Matcher entry = ENTRY.matcher(buffer);
    while (entry.find()) {
      Set<String> perms = new LinkedHashSet<>(denied);
      perms.retainAll(Arrays.asList(entry.group(3).trim().split("\\s+", -1)));
      if (!perms.isEmpty()) {
        String key =
            entry.group(1) + " " + entry.group(2) + " %s: needs " + readable(entry.group(4));
        permsOfConstraint.computeIfAbsent(key, k -> new LinkedHashSet<>()).addAll(perms);
      }
    }
    String text =
        permsOfConstraint.entrySet().stream()
            .map(e -> e.getKey().replace("%s", "{ " + String.join(" ", e.getValue()) + " }"))
            .collect(Collectors.joining("; "));
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + " …";
  }

  private static String readable(String expression) {
    return expression
        .replace(" -Fail-", ": not so")
        .replace(" -Pass-", ": so")
        .replaceAll("\\s+", " ")
        .replace(" )", ")")
        .trim();
  }
}
