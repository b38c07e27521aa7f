package sevol.jna;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevol.selinux.AccessVector;

/**
 * The allow rules of a policy that stand behind booleans, from the text that {@code
 * sepol_kernel_policydb_to_cil} writes: one rule a line, attributes as flat lists of types.
 *
 * <pre>
 * (typeattributeset container_domain (container_t spc_t))
 * (booleanif (and container_use_fuse user_fuse)
 *     (true
 *         (allow container_domain nfs_t (dir (read search)))
 * </pre>
 */
final class ConditionalRules {
  private record Rule(
      Set<String> booleans, String source, String target, String tclass, Set<String> perms) {}

  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\(typeattributeset (\\S+) \\((.*)\\)\\)");
  private static final String IF = "(booleanif ";
  private static final Pattern ALLOW =
      Pattern.compile("\\s+\\(allow (\\S+) (\\S+) \\((\\S+) \\(([^()]*)\\)\\)\\)");
  private static final Set<String> OPERATORS = Set.of("and", "or", "not", "xor", "eq", "neq");

  /** Types of an attribute as one line, with a space before and after each. */
  private final Map<String, String> typesOf = new HashMap<>();

  private final List<Rule> rules = new ArrayList<>();

  private ConditionalRules() {}

  /** Reads the text; what is neither an attribute nor a conditional allow rule is passed over. */
  static ConditionalRules parse(BufferedReader cil) throws IOException {
    ConditionalRules parsed = new ConditionalRules();
    Set<String> booleans = Set.of();
    for (String line = cil.readLine(); line != null; line = cil.readLine()) {
      if (line.startsWith("(typeattributeset ")) {
        parsed.addAttribute(line);
      } else if (line.startsWith(IF)) {
        booleans = new HashSet<>(words(line.substring(IF.length())));
        booleans.removeAll(OPERATORS);
      } else if (line.startsWith(" ") && line.contains("(allow ")) {
        parsed.addRule(booleans, line);
      }
    }
    return parsed;
  }

  private void addAttribute(String line) {
    Matcher m = ATTRIBUTE.matcher(line);
    if (m.matches()) {
      typesOf.put(m.group(1), " " + m.group(2) + " ");
    }
  }

  private void addRule(Set<String> booleans, String line) {
    Matcher m = ALLOW.matcher(line);
    if (m.matches()) {
      Set<String> perms = new HashSet<>(words(m.group(4)));
      rules.add(new Rule(booleans, m.group(1), m.group(2), m.group(3), perms));
    }
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("[() ]+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  /**
   * The booleans of which some may have to be flipped for an access that no other rule allows;
   * empty if the rules behind booleans do not allow all of it together.
   */
  Set<String> booleansFor(String source, String target, AccessVector denied) {
    Set<String> booleans = new HashSet<>();
    Set<String> missing = new HashSet<>(denied.perms());
    for (Rule rule : rules) {
      if (rule.tclass().equals(denied.tclass().name())
          && rule.perms().stream().anyMatch(denied.perms()::contains)
          && covers(rule.source(), source)
          && (rule.target().equals("self")
              ? source.equals(target)
              : covers(rule.target(), target))) {
        booleans.addAll(rule.booleans());
        missing.removeAll(rule.perms());
      }
    }
    return missing.isEmpty() ? booleans : Set.of();
  }

  private boolean covers(String name, String type) {
    return name.equals(type) || typesOf.getOrDefault(name, "").contains(" " + type + " ");
  }
}
