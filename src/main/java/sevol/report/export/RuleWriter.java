package sevol.report.export;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevol.remedy.ExportContent;
import sevol.remedy.LocalRule;

/** One format. */
interface RuleWriter {
  /**
   * Why the format cannot express a rule, empty if it can.
   *
   * @param rule its expression begins with a slash and is printable ASCII without white space
   * @param context null for {@link LocalRule#NONE}
   */
  Optional<String> refusal(LocalRule rule, @Nullable FileContext context);

  /** The file, of rules that were not refused. */
  String text(ExportContent content);

  /** What to tell beside the file. */
  default List<String> notes(ExportContent content) {
    return List.of();
  }
}
