package sevol.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Diagnosis;
import sevol.remedy.Fixer.Applied;
import sevol.remedy.Fixer.Past;
import sevol.remedy.LocalRule;
import sevol.remedy.Refusal;
import sevol.remedy.RemedyPlan;
import sevol.remedy.Undo.Undone;

/** What {@code sevol fix} planned or did, for people. */
public final class FixText implements FixReport {
  private static final String INDENT = "        ";

  private final Appendable out;

  public FixText(Appendable out) {
    this.out = out;
  }

  @Override
  public void planned(RemedyPlan plan, boolean readOnly) throws IOException {
    head("PLAN", plan.path(), "not applied yet");
    plan(plan);
    line("relabel: ", counts(plan) + ": user, role, type and level, as restorecon -F does");
    after(plan);
    command(
        "apply:   ",
        (readOnly
            ? List.of("sudo", "sevol", "fix", "--apply", "--read-only", plan.path().toString())
            : List.of("sudo", "sevol", "fix", "--apply", plan.path().toString())));
  }

  @Override
  public void applied(RemedyPlan plan, Applied applied) throws IOException {
    String verified = "every label read again, the policy asked again";
    head(
        "FIXED",
        plan.path(),
        plan.left().isEmpty() ? verified : "all but what is left as it is; " + verified);
    plan(plan);
    line("relabelled: ", applied.relabelled() + " of " + plan.entries() + " entries");
    after(plan);
    for (String note : applied.notes()) {
      line("note: ", note);
    }
    command("undo: ", List.of("sudo", "sevol", "fix", "--undo", applied.id()));
  }

  @Override
  public void nothingToDo(RemedyPlan plan) throws IOException {
    head("FINE", plan.path(), "nothing to do: rules and labels are right");
    after(plan);
  }

  @Override
  public void refused(Refusal refusal, @Nullable Diagnosis diagnosis) throws IOException {
    head("REFUSED", refusal.path(), "nothing was changed");
    line("", refusal.reason());
    line("instead: ", refusal.next());
  }

  @Override
  public void undone(Undone undone) throws IOException {
    head(
        undone.complete() ? "UNDONE" : "PARTLY",
        undone.path(),
        undone.alreadyUndone() ? "had been undone before" : undone.restored() + " labels restored");
    for (String note : undone.notes()) {
      line("note: ", note);
    }
  }

  @Override
  public void history(List<Past> fixes) throws IOException {
    for (Past fix : fixes) {
      out.append(fix.id())
          .append(String.format("  %-10s  ", fix.state()))
          .append(Plain.text(fix.path()))
          .append('\n');
    }
    if (fixes.isEmpty()) {
      out.append("no fix was applied here\n");
    }
  }

  private void plan(RemedyPlan plan) throws IOException {
    Diagnosis diagnosis = plan.diagnosis();
    line(
        "",
        diagnosis == null
            ? "works now, but a relabel of the host would take the label away again"
            : diagnosis.cause().word() + ": " + diagnosis.reason());
    LocalRule rule = plan.rule();
    if (rule == null) {
      line("rule:    ", "none needed, file_contexts already assigns " + plan.label());
    } else {
      command("rule:    ", List.of(rule.spec(), rule.context()));
    }
  }

  private void after(RemedyPlan plan) throws IOException {
    if (!plan.runWith().isEmpty()) {
      command("run with: ", plan.runWith());
    }
    for (String note : plan.notes()) {
      line("note: ", note);
    }
  }

  private static String counts(RemedyPlan plan) {
    return plan.changes() + " of " + plan.entries() + " entries";
  }

  private void head(String state, Path path, String remark) throws IOException {
    out.append(String.format("%-8s", state))
        .append(Plain.text(path.toString()))
        .append("  (")
        .append(remark)
        .append(")\n");
  }

  private void command(String key, List<String> words) throws IOException {
    out.append(INDENT).append(key).append(ShellWords.join(words)).append('\n');
  }

  private void line(String key, String text) throws IOException {
    out.append(INDENT).append(key).append(Plain.text(text)).append('\n');
  }
}
