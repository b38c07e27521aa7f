package sevol.report.export;

import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sevol.remedy.ExportContent;
import sevol.remedy.LocalRule;
import sevol.remedy.PlacedRule;
import sevol.report.Plain;
import sevol.selinux.BooleanValue;

/** Resources of the module puppet/selinux, whose defined types set no level. */
final class PuppetManifest implements RuleWriter {
  @Override
  public Optional<String> refusal(LocalRule rule, @Nullable FileContext context) {
    if (context != null && (!context.isObject() || !context.range().equals("s0"))) {
      return Optional.of("selinux::fcontext sets neither a role nor a level: " + rule.context());
    }
    return Optional.empty();
  }

  @Override
  public String text(ExportContent content) {
    StringBuilder text = new StringBuilder();
    text.append("# Made by sevol export --format puppet, for the module puppet/selinux.\n");
    if (content.isEmpty()) {
      text.append("# Nothing to export.\n");
    }
    for (BooleanValue value : content.booleans()) {
      text.append("selinux::boolean { ").append(quote(value.name())).append(":\n");
      text.append("  ensure => ").append(value.value() ? "'on'" : "'off'").append(",\n}\n");
    }
    for (PlacedRule placed : content.rules()) {
      fcontext(text, placed.rule());
    }
    for (String path : content.paths()) {
      relabel(text, path, content);
    }
    return text.toString();
  }

  private static void fcontext(StringBuilder text, LocalRule rule) {
    text.append("selinux::fcontext { ").append(title(rule)).append(":\n");
    text.append("  pathspec => ").append(quote(rule.spec())).append(",\n");
    text.append("  filetype => '").append(rule.fileType().letter()).append("',\n");
    if (rule.context().equals(LocalRule.NONE)) {
      text.append("  seltype  => '").append(LocalRule.NONE).append("',\n}\n");
      return;
    }
    FileContext context = FileContext.of(rule.context());
    text.append("  seluser  => '").append(context.user()).append("',\n");
    text.append("  seltype  => '").append(context.type()).append("',\n}\n");
  }

  private static void relabel(StringBuilder text, String path, ExportContent content) {
    text.append("selinux::exec_restorecon { ").append(quote(path)).append(":\n");
    text.append("  path      => ").append(quote(RelabelPath.glob(path))).append(",\n");
    text.append("  force     => true,\n");
    text.append("  subscribe => [");
    text.append(
        content.rules().stream()
            .filter(placed -> placed.path().equals(path))
            .map(placed -> "Selinux::Fcontext[" + title(placed.rule()) + "]")
            .collect(Collectors.joining(", ")));
    text.append("],\n}\n");
  }

  private static String title(LocalRule rule) {
    return quote(rule.spec() + "_" + rule.fileType().letter());
  }

  /** In single quotes, or in double ones, without interpolation, where it holds unseen signs. */
  static String quote(String value) {
    if (Plain.text(value).equals(value.replace("\\", "\\\\"))) {
      return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
    StringBuilder out = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\' || c == '$') {
                out.append('\\').append((char) c);
              } else if (c >= 0x20 && c < 0x7f) {
                out.append((char) c);
              } else {
                out.append(String.format("\\u{%X}", c));
              }
            });
    return out.append('"').toString();
  }
}
