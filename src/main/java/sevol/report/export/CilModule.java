package sevol.report.export;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sevol.remedy.ExportContent;
import sevol.remedy.FileType;
import sevol.remedy.LocalRule;
import sevol.remedy.PlacedRule;
import sevol.selinux.BooleanValue;

/**
 * A policy module in CIL. Its strings end at the next quote and know no escapes; a module cannot
 * set a boolean that another one declares.
 */
final class CilModule implements RuleWriter {
  private static final Pattern LEVEL = Pattern.compile("\\w+(?::\\w+(?:[.,]\\w+)*)?");
  private static final Pattern WORD = Pattern.compile("[A-Za-z]\\w*");

  @Override
  public Optional<String> refusal(LocalRule rule, @Nullable FileContext context) {
    if (rule.spec().indexOf('"') >= 0) {
      return Optional.of("a string of CIL cannot hold a quote");
    }
    if (context != null
        && !(WORD.matcher(context.user()).matches()
            && WORD.matcher(context.role()).matches()
            && WORD.matcher(context.type()).matches()
            && Arrays.stream(context.range().split("-", -1))
                .allMatch(level -> LEVEL.matcher(level).matches())
            && context.range().split("-", -1).length <= 2)) {
      return Optional.of("CIL cannot name the context " + rule.context());
    }
    return Optional.empty();
  }

  @Override
  public String text(ExportContent content) {
    StringBuilder text = new StringBuilder();
    text.append("; Made by sevol export --format cil; install it by: semodule -i FILE.cil\n");
    if (content.isEmpty()) {
      text.append("; Nothing to export.\n");
    }
    if (!content.rules().isEmpty()) {
      text.append("; Its rules are the policy's: a local rule beats them. Then relabel by:\n");
      content.paths().forEach(path -> comment(text, "  " + RelabelPath.command(path)));
    }
    for (BooleanValue value : content.booleans()) {
      comment(
          text, "set beside it: setsebool -P " + value.name() + (value.value() ? " on" : " off"));
    }
    for (PlacedRule placed : content.rules()) {
      LocalRule rule = placed.rule();
      text.append("(filecon \"").append(rule.spec()).append("\" ");
      text.append(word(rule.fileType())).append(' ').append(context(rule.context()));
      text.append(")\n");
    }
    return text.toString();
  }

  private static void comment(StringBuilder text, String line) {
    text.append("; ").append(line).append('\n');
  }

  private static String word(FileType fileType) {
    return switch (fileType) {
      case ANY -> "any";
      case FILE -> "file";
      case DIR -> "dir";
      case CHR -> "char";
      case BLK -> "block";
      case SOCK -> "socket";
      case LINK -> "symlink";
      case PIPE -> "pipe";
    };
  }

  private static String context(String text) {
    if (text.equals(LocalRule.NONE)) {
      return "()";
    }
    FileContext context = FileContext.of(text);
    String[] levels = context.range().split("-", -1);
    return String.format(
        "(%s %s %s (%s %s))",
        context.user(),
        context.role(),
        context.type(),
        level(levels[0]),
        level(levels[levels.length - 1]));
  }

  /** {@code s0:c1.c3,c7} as {@code (s0 ((range c1 c3) c7))}. */
  private static String level(String level) {
    String[] parts = level.split(":", -1);
    if (parts.length == 1) {
      return "(" + level + ")";
    }
    return Arrays.stream(parts[1].split(",", -1))
        .map(c -> c.contains(".") ? "(range " + c.replace('.', ' ') + ")" : c)
        .collect(Collectors.joining(" ", "(" + parts[0] + " (", "))"));
  }
}
