package sevol.report.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevol.remedy.ExportContent;
import sevol.remedy.LocalRule;
import sevol.remedy.PlacedRule;
import sevol.selinux.BooleanValue;

/**
 * Lines for {@code semanage import}. It splits them at white space and takes quotes only from the
 * ends of a word; a backslash is nothing special to it, and it knows no comments. A line in which
 * it sees {@code -d} it takes for a deletion, which it carries out before all others.
 */
final class SemanageImport implements RuleWriter {
  @Override
  public Optional<String> refusal(LocalRule rule, @Nullable FileContext context) {
    if (context != null && !context.isObject()) {
      return Optional.of("semanage gives every file the role object_r");
    }
    if (rule.spec().endsWith("\"")) {
      return Optional.of("semanage import takes a quote from the end of a word");
    }
    return Optional.empty();
  }

  @Override
  public String text(ExportContent content) {
    StringBuilder text = new StringBuilder();
    for (BooleanValue value : content.booleans()) {
      text.append("boolean -m ").append(value.value() ? "-1 " : "-0 ").append(value.name());
      text.append('\n');
    }
    for (PlacedRule placed : content.rules()) {
      text.append(line("-a", placed.rule()));
    }
    return text.toString();
  }

  /** The line that adds ({@code -a}) or modifies ({@code -m}) a rule. */
  static String line(String verb, LocalRule rule) {
    StringBuilder line = new StringBuilder(key(verb, rule));
    if (rule.context().equals(LocalRule.NONE)) {
      line.append(" -t ").append(LocalRule.NONE);
    } else {
      FileContext context = FileContext.of(rule.context());
      line.append(" -s ").append(context.user()).append(" -t ").append(context.type());
      line.append(" -r ").append(context.range());
    }
    return line.append(' ').append(word(rule.spec())).append('\n').toString();
  }

  /** The line that deletes a rule. */
  static String deletion(LocalRule rule) {
    return key("-d", rule) + ' ' + word(rule.spec()) + '\n';
  }

  private static String key(String verb, LocalRule rule) {
    return "fcontext " + verb + " -f " + rule.fileType().letter();
  }

  private static String word(String spec) {
    boolean quotes = spec.indexOf('\'') >= 0 || spec.indexOf('"') >= 0;
    return quotes ? '"' + spec + '"' : spec;
  }

  @Override
  public List<String> notes(ExportContent content) {
    if (content.isEmpty()) {
      return List.of("nothing to export");
    }
    List<String> notes = new ArrayList<>();
    notes.add("apply it by: semanage import -f FILE");
    if (!content.rules().isEmpty()) {
      notes.add("and then relabel by:");
      content.paths().forEach(path -> notes.add("  " + RelabelPath.command(path)));
    }
    return notes;
  }
}
