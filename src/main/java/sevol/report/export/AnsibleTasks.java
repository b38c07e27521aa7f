package sevol.report.export;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sevol.remedy.ExportContent;
import sevol.remedy.LocalRule;
import sevol.remedy.PlacedRule;
import sevol.selinux.BooleanValue;

/**
 * Tasks of the collections community.general and ansible.posix. What comes from a path is marked
 * {@code !unsafe}: it is never a template to Ansible. Names of tasks are templates; they hold
 * numbers only.
 */
final class AnsibleTasks implements RuleWriter {
  @Override
  public Optional<String> refusal(LocalRule rule, @Nullable FileContext context) {
    return context != null && !context.isObject()
        ? Optional.of("sefcontext gives every file the role object_r")
        : Optional.empty();
  }

  @Override
  public String text(ExportContent content) {
    StringBuilder text = new StringBuilder("# Made by sevol export --format ansible.\n");
    if (content.isEmpty()) {
      return text.append("# Nothing to export.\n[]\n").toString();
    }
    for (BooleanValue value : content.booleans()) {
      text.append("- name: \"SELinux boolean ").append(value.name()).append("\"\n");
      text.append("  ansible.posix.seboolean:\n");
      text.append("    name: \"").append(value.name()).append("\"\n");
      text.append("    state: ").append(value.value()).append("\n    persistent: true\n");
    }
    for (int i = 0; i < content.rules().size(); i++) {
      rule(text, i + 1, content.rules().get(i).rule());
    }
    List<String> paths = content.paths();
    for (int i = 0; i < paths.size(); i++) {
      relabel(text, i + 1, paths.get(i), content.rules());
    }
    return text.toString();
  }

  private static void rule(StringBuilder text, int number, LocalRule rule) {
    text.append("- name: SELinux file context ").append(number).append('\n');
    text.append("  community.general.sefcontext:\n");
    text.append("    target: !unsafe ").append(quote(rule.spec())).append('\n');
    text.append("    ftype: \"").append(rule.fileType().letter()).append("\"\n");
    if (rule.context().equals(LocalRule.NONE)) {
      text.append("    setype: \"").append(LocalRule.NONE).append("\"\n");
    } else {
      FileContext context = FileContext.of(rule.context());
      text.append("    seuser: \"").append(context.user()).append("\"\n");
      text.append("    setype: \"").append(context.type()).append("\"\n");
      text.append("    selevel: \"").append(context.range()).append("\"\n");
    }
    text.append("    state: present\n");
    text.append("  register: sevol_rule_").append(number).append('\n');
  }

  private static void relabel(StringBuilder text, int number, String path, List<PlacedRule> rules) {
    String when =
        IntStream.range(0, rules.size())
            .filter(i -> rules.get(i).path().equals(path))
            .mapToObj(i -> "sevol_rule_" + (i + 1) + " is changed")
            .collect(Collectors.joining(" or "));
    text.append("- name: SELinux labels ").append(number).append('\n');
    text.append("  ansible.builtin.command:\n    argv:\n      - restorecon\n      - \"-RF\"\n");
    text.append("      - !unsafe ").append(quote(RelabelPath.glob(path))).append('\n');
    text.append("  when: ").append(when).append('\n');
  }

  /** In double quotes; whatever is not printable ASCII is escaped. */
  static String quote(String value) {
    StringBuilder out = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else if (c >= 0x20 && c < 0x7f) {
                out.append((char) c);
              } else {
                out.append(String.format(c > 0xffff ? "\\U%08X" : "\\u%04X", c));
              }
            });
    return out.append('"').toString();
  }
}
