package sevol.report.export;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The context of a rule, of words that no format has to quote.
 *
 * @param range the level or range; {@code s0} where the context has none, as semanage(8) has it
 */
record FileContext(String user, String role, String type, String range) {
  private static final Pattern CONTEXT =
      Pattern.compile("([\\w.-]+):([\\w.-]+):([\\w.-]+)(?::([\\w.,:-]+))?");

  static Optional<FileContext> parse(String context) {
    Matcher m = CONTEXT.matcher(context);
    return m.matches()
        ? Optional.of(
            new FileContext(
                m.group(1), m.group(2), m.group(3), m.group(4) == null ? "s0" : m.group(4)))
        : Optional.empty();
  }

  /** {@link #parse} of what was parsed before. */
  static FileContext of(String context) {
    return parse(context).orElseThrow();
  }

  boolean isObject() {
    return role.equals("object_r");
  }
}
