package sevol.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevol.diagnosis.Diagnosis;
import sevol.ledger.JsonParts;
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
      @Nullable Refusal refusal,
      List<String> notes) {
    Line(String path, String state, @Nullable String id, @Nullable Long relabelled) {
      this(path, state, id, null, null, relabelled, null, List.of());
    }

    @Nullable TreePlan tree() {
      return plan instanceof TreePlan tree ? tree : null;
    }
  }

  @Override
  public void planned(RemedyPlan plan, List<String> command) throws IOException {
    write(of("planned", plan, null, null, List.of()));
  }

  @Override
  public void applied(RemedyPlan plan, Applied applied) throws IOException {
    write(of("applied", plan, applied.id(), applied.relabelled(), applied.notes()));
  }

  @Override
  public void nothingToDo(RemedyPlan plan) throws IOException {
    write(of("nothing-to-do", plan, null, 0L, List.of()));
  }

  private static Line of(
      String state,
      RemedyPlan plan,
      @Nullable String id,
      @Nullable Long relabelled,
      List<String> more) {
    List<String> notes = new ArrayList<>(plan.notes());
    notes.addAll(more);
    return new Line(
        plan.path().toString(), state, id, plan.diagnosis(), plan, relabelled, null, notes);
  }

  @Override
  public void refused(Refusal refusal, @Nullable Diagnosis diagnosis) throws IOException {
    write(
        new Line(
            refusal.path().toString(), "refused", null, diagnosis, null, null, refusal, List.of()));
  }

  @Override
  public void finished(Past past, @Nullable Applied applied) throws IOException {
    write(
        applied == null
            ? new Line(past.path(), "undone", past.id(), null)
            : new Line(past.path(), "applied", past.id(), applied.relabelled()));
  }

  @Override
  public void undone(Undone undone) throws IOException {
    String state =
        undone.alreadyUndone() ? "already-undone" : undone.complete() ? "undone" : "partly-undone";
    write(
        new Line(
            undone.path().toString(),
            state,
            undone.id(),
            null,
            null,
            undone.restored(),
            null,
            undone.notes()));
  }

  @Override
  public void history(List<Past> fixes) throws IOException {
    for (Past fix : fixes) {
      write(new Line(fix.path(), fix.state(), fix.id(), null));
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
    tree(json, line.tree());
    booleans(json, line.plan());
    json.name("relabelled").value(line.relabelled());
    RemedyPlan plan = line.plan();
    JsonParts.strings(json.name("run_with"), plan == null ? List.of() : plan.runWith());
    Refusal refusal = line.refusal();
    json.name("refusal").value(refusal == null ? null : refusal.reason());
    json.name("next").value(refusal == null ? null : refusal.next());
    ways(json, refusal == null ? List.of() : refusal.ways());
    JsonParts.strings(json.name("notes"), line.notes());
    json.endObject();
    out.append(text.getBuffer()).append('\n');
  }

  private static void tree(JsonWriter json, @Nullable TreePlan plan) throws IOException {
    json.name("label").value(plan == null ? null : plan.label().toString());
    rule(json.name("rule"), plan == null ? null : plan.rule());
    rule(json.name("replaced"), plan == null ? null : plan.replaced());
    json.name("entries").value(plan == null ? null : plan.cost().entries());
    json.name("changes").value(plan == null ? null : plan.cost().changes());
    json.name("seconds").value(plan == null ? null : plan.cost().seconds());
    json.name("labels_now").beginObject();
    if (plan != null) {
      for (Map.Entry<String, Long> label : plan.cost().labels().entrySet()) {
        json.name(label.getKey()).value(label.getValue());
      }
    }
    json.endObject();
    JsonParts.strings(json.name("left"), plan == null ? List.of() : plan.left());
  }

  private static void booleans(JsonWriter json, @Nullable RemedyPlan plan) throws IOException {
    json.name("booleans").beginObject();
    if (plan instanceof BooleanPlan booleans) {
      for (BooleanValue value : booleans.set()) {
        json.name(value.name()).value(value.value());
      }
    }
    json.endObject();
  }

  private static void ways(JsonWriter json, List<Way> ways) throws IOException {
    json.name("ways").beginArray();
    for (Way way : ways) {
      json.beginObject();
      json.name("summary").value(way.summary());
      json.name("commands").beginArray();
      for (List<String> command : way.commands()) {
        JsonParts.strings(json, command);
      }
      json.endArray();
      JsonParts.strings(json.name("run_with"), way.runWith());
      json.endObject();
    }
    json.endArray();
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
