package sevol.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Diagnosis;
import sevol.ledger.JsonParts;
import sevol.remedy.Fixer.Applied;
import sevol.remedy.Fixer.Past;
import sevol.remedy.LocalRule;
import sevol.remedy.Refusal;
import sevol.remedy.RemedyPlan;
import sevol.remedy.Undo.Undone;

/**
 * What {@code sevol fix} planned or did, as one JSON object a line. The key {@code state} is {@code
 * planned}, {@code applied}, {@code nothing-to-do}, {@code refused}, {@code undone}, {@code
 * partly-undone} or {@code already-undone}, in the list of earlier fixes also {@code unfinished};
 * every key is always there, null where it has no meaning.
 */
public final class FixJson implements FixReport {
  private final Appendable out;

  public FixJson(Appendable out) {
    this.out = out;
  }

  /** One object's values in the order of its keys. */
  private record Line(
      String path,
      String state,
      @Nullable String id,
      @Nullable Diagnosis diagnosis,
      @Nullable RemedyPlan plan,
      @Nullable Long relabelled,
      @Nullable String refusal,
      @Nullable String next,
      List<String> notes) {}

  @Override
  public void planned(RemedyPlan plan, boolean readOnly) throws IOException {
    write(of("planned", plan, null, null));
  }

  @Override
  public void applied(RemedyPlan plan, Applied applied) throws IOException {
    List<String> notes = new ArrayList<>(plan.notes());
    notes.addAll(applied.notes());
    write(of("applied", plan, applied.id(), applied.relabelled(), notes));
  }

  @Override
  public void nothingToDo(RemedyPlan plan) throws IOException {
    write(of("nothing-to-do", plan, null, 0L));
  }

  private static Line of(
      String state, RemedyPlan plan, @Nullable String id, @Nullable Long relabelled) {
    return of(state, plan, id, relabelled, plan.notes());
  }

  private static Line of(
      String state,
      RemedyPlan plan,
      @Nullable String id,
      @Nullable Long relabelled,
      List<String> notes) {
    return new Line(
        plan.path().toString(), state, id, plan.diagnosis(), plan, relabelled, null, null, notes);
  }

  @Override
  public void refused(Refusal refusal, @Nullable Diagnosis diagnosis) throws IOException {
    write(
        new Line(
            refusal.path().toString(),
            "refused",
            null,
            diagnosis,
            null,
            null,
            refusal.reason(),
            refusal.next(),
            List.of()));
  }

  @Override
  public void undone(Undone undone) throws IOException {
    write(
        new Line(
            undone.path().toString(),
            undone.alreadyUndone()
                ? "already-undone"
                : undone.complete() ? "undone" : "partly-undone",
            undone.id(),
            null,
            null,
            undone.restored(),
            null,
            null,
            undone.notes()));
  }

  @Override
  public void history(List<Past> fixes) throws IOException {
    for (Past fix : fixes) {
      write(new Line(fix.path(), fix.state(), fix.id(), null, null, null, null, null, List.of()));
    }
  }

  private void write(Line line) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.setHtmlSafe(false);
    json.beginObject();
    json.name("path").value(line.path());
    json.name("state").value(line.state());
    json.name("id").value(line.id());
    Diagnosis diagnosis = line.diagnosis();
    json.name("cause").value(diagnosis == null ? null : diagnosis.cause().word());
    json.name("reason").value(diagnosis == null ? null : diagnosis.reason());
    RemedyPlan plan = line.plan();
    json.name("label").value(plan == null ? null : plan.label().toString());
    rule(json.name("rule"), plan == null ? null : plan.rule());
    rule(json.name("replaced"), plan == null ? null : plan.replaced());
    json.name("entries").value(plan == null ? null : plan.entries());
    json.name("changes").value(plan == null ? null : plan.changes());
    json.name("relabelled").value(line.relabelled());
    JsonParts.strings(json.name("run_with"), plan == null ? List.of() : plan.runWith());
    JsonParts.strings(json.name("left"), plan == null ? List.of() : plan.left());
    json.name("refusal").value(line.refusal());
    json.name("next").value(line.next());
    JsonParts.strings(json.name("notes"), line.notes());
    json.endObject();
    out.append(text.getBuffer()).append('\n');
  }

  private static void rule(JsonWriter json, @Nullable LocalRule rule) throws IOException {
    if (rule == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("spec").value(rule.spec());
    json.name("context").value(rule.context());
    json.endObject();
  }
}
