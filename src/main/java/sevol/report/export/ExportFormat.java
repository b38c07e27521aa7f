package sevol.report.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import sevol.remedy.ExportContent;
import sevol.remedy.LocalRule;
import sevol.remedy.PlacedRule;
import sevol.report.Plain;
import sevol.selinux.BooleanValue;

/** What an export can be read by. */
public enum ExportFormat {
  /** {@code semanage import}. */
  SEMANAGE,
  /** A manifest for the module puppet/selinux of Vox Pupuli. */
  PUPPET,
  /** A list of tasks. */
  ANSIBLE,
  /** A policy module for {@code semodule -i}. */
  CIL;

  private static final Pattern SPEC = Pattern.compile("/[\\x21-\\x7e]*");
  private static final Pattern BOOLEAN = Pattern.compile("[A-Za-z0-9_]+");

  private RuleWriter writer() {
    return switch (this) {
      case SEMANAGE -> new SemanageImport();
      case PUPPET -> new PuppetManifest();
      case ANSIBLE -> new AnsibleTasks();
      case CIL -> new CilModule();
    };
  }

  /** Writes all that the format can express; the same content always gives the same text. */
  public Exported write(ExportContent content) {
    List<String> refused = new ArrayList<>();
    List<PlacedRule> rules = new ArrayList<>();
    for (PlacedRule placed : content.rules()) {
      Optional<String> why = refusal(placed);
      why.ifPresent(w -> refused.add(Plain.text(placed.rule().spec()) + ": " + w));
      if (why.isEmpty()) {
        rules.add(placed);
      }
    }
    List<BooleanValue> booleans = new ArrayList<>();
    for (BooleanValue value : content.booleans()) {
      if (BOOLEAN.matcher(value.name()).matches()) {
        booleans.add(value);
      } else {
        refused.add(Plain.text(value.name()) + ": not the name of a boolean");
      }
    }
    ExportContent written = new ExportContent(rules, booleans);
    return new Exported(writer().text(written), writer().notes(written), refused);
  }

  private Optional<String> refusal(PlacedRule placed) {
    if (placed.path().indexOf('\n') >= 0 || placed.path().indexOf('\0') >= 0) {
      return Optional.of("the path of its tree holds a newline");
    }
    return refusal(placed.rule());
  }

  /** Why it cannot express a rule, empty if it can. */
  Optional<String> refusal(LocalRule rule) {
    if (!SPEC.matcher(rule.spec()).matches()) {
      return Optional.of("not an expression that begins with / and holds printable ASCII alone");
    }
    if (rule.context().equals(LocalRule.NONE)) {
      return writer().refusal(rule, null);
    }
    Optional<FileContext> context = FileContext.parse(rule.context());
    return context.isEmpty()
        ? Optional.of(Plain.text(rule.context()) + " is not the context of a file")
        : writer().refusal(rule, context.get());
  }
}
