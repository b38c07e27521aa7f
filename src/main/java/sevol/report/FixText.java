package sevol.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Diagnosis;
import sevol.remedy.BooleanPlan;
import sevol.remedy.Fixer.Applied;
import sevol.remedy.Fixer.Past;
import sevol.remedy.LocalRule;
import sevol.remedy.Refusal;
import sevol.remedy.RemedyPlan;
import sevol.remedy.TreePlan;
import sevol.remedy.Undo.Undone;
import sevol.remedy.Way;
import sevol.selinux.BooleanValue;

/** What {@code sevol fix} planned or did, for people. */
public final class FixText implements FixReport {
  private static final String INDENT = "        ";
  private static final int LABELS = 5;

  private final Appendable out;

  public FixText(Appendable out) {
    this.out = out;
  }

  @Override
  public void planned(RemedyPlan plan, List<String> command) throws IOException {
    head("PLAN", plan.path().toString(), "not applied yet");
    plan(plan);
    if (plan instanceof TreePlan tree) {
      line(
          "relabel: ",
          counts(tree)
              + ", about "
              + tree.cost().seconds()
              + " s: user, role, type and level, as restorecon -F does");
      labels(tree);
    }
    after(plan);
    command("apply:   ", command);
  }

  @Override
  public void applied(RemedyPlan plan, Applied applied) throws IOException {
    boolean all = !(plan instanceof TreePlan tree) || tree.left().isEmpty();
    String verified =
        plan instanceof TreePlan
            ? "every label read again, the policy asked again"
            : "the policy asked again";
    head(
        "FIXED",
        plan.path().toString(),
        all ? verified : "all but what is left as it is; " + verified);
    plan(plan);
    if (plan instanceof TreePlan tree) {
      line("relabelled: ", applied.relabelled() + " of " + tree.cost().entries() + " entries");
    }
    after(plan);
    for (String note : applied.notes()) {
      line("note: ", note);
    }
    command("undo: ", List.of("sudo", "sevol", "fix", "--undo", applied.id()));
  }

  @Override
  public void nothingToDo(RemedyPlan plan) throws IOException {
    head("FINE", plan.path().toString(), "nothing to do: rules and labels are right");
    after(plan);
  }

  @Override
  public void refused(Refusal refusal, @Nullable Diagnosis diagnosis) throws IOException {
    head("REFUSED", refusal.path().toString(), "nothing was changed");
    line("", refusal.reason());
    line("instead: ", refusal.next());
    for (Way way : refusal.ways()) {
      line("way: ", way.summary());
      for (List<String> words : way.commands()) {
        command("     ", words);
      }
      if (!way.runWith().isEmpty()) {
        command("     run with: ", way.runWith());
      }
    }
  }

  @Override
  public void finished(Past past, @Nullable Applied applied) throws IOException {
    if (applied == null) {
      head("UNDONE", past.path(), "it had been cut off");
      return;
    }
    head("FIXED", past.path(), "it had been cut off; " + applied.relabelled() + " entries now");
    command("undo: ", List.of("sudo", "sevol", "fix", "--undo", past.id()));
  }

  @Override
  public void undone(Undone undone) throws IOException {
    head(
        undone.complete() ? "UNDONE" : "PARTLY",
        undone.path().toString(),
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
      out.append("none\n");
    }
  }

  private void plan(RemedyPlan plan) throws IOException {
    Diagnosis diagnosis = plan.diagnosis();
    line(
        "",
        diagnosis == null
            ? "works now, but a relabel of the host would take the label away again"
            : diagnosis.cause().word() + ": " + diagnosis.reason());
    if (plan instanceof BooleanPlan booleans) {
      List<String> words = new ArrayList<>(List.of("setsebool", "-P"));
      for (BooleanValue value : booleans.set()) {
        words.add(value.name() + "=" + (value.value() ? "1" : "0"));
      }
      command("boolean: ", words);
    } else if (plan instanceof TreePlan tree) {
      LocalRule rule = tree.rule();
      if (rule == null) {
        line("rule:    ", "none needed, file_contexts already assign " + tree.label());
      } else {
        command("rule:    ", List.of(rule.spec(), rule.context()));
      }
    }
  }

  private void labels(TreePlan plan) throws IOException {
    List<Map.Entry<String, Long>> labels =
        plan.cost().labels().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .toList();
    for (Map.Entry<String, Long> label : labels.subList(0, Math.min(LABELS, labels.size()))) {
      line("now:     ", label.getValue() + " " + label.getKey());
    }
    if (labels.size() > LABELS) {
      line("now:     ", "and " + (labels.size() - LABELS) + " other labels");
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

  private static String counts(TreePlan plan) {
    return plan.cost().changes() + " of " + plan.cost().entries() + " entries";
  }

  private void head(String state, String path, String remark) throws IOException {
    out.append(String.format("%-8s", state))
        .append(Plain.text(path))
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
