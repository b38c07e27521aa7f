package sevol.remedy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevol.remedy.FixHeader.BooleanChange;

/** The first line of a journal. */
final class HeaderJson {
  private static final int VERSION = 2;

  private HeaderJson() {}

  static JsonObject write(FixHeader header) {
    JsonObject line = new JsonObject();
    line.addProperty("journal", VERSION);
    line.addProperty("id", header.id());
    line.addProperty("path", header.path());
    line.addProperty("boot", header.root().boot());
    line.addProperty("dev", header.root().dev());
    line.addProperty("ino", header.root().ino());
    line.addProperty("born", header.root().born());
    line.addProperty("read_only", header.readOnly());
    line.addProperty("level", header.level());
    line.addProperty("label", header.label());
    RuleChange rules = header.rules();
    if (rules != null) {
      line.add("rule", rule(rules.rule()));
      line.add("before", rules(rules.before()));
      line.add("after", rules(rules.after()));
    }
    JsonArray booleans = new JsonArray();
    for (BooleanChange change : header.booleans()) {
      JsonObject o = new JsonObject();
      o.addProperty("name", change.name());
      o.addProperty("to", change.to());
      o.addProperty("active", change.active());
      o.addProperty("stored", change.stored());
      booleans.add(o);
    }
    line.add("booleans", booleans);
    return line;
  }

  private static JsonArray rules(List<LocalRule> rules) {
    JsonArray array = new JsonArray();
    rules.forEach(r -> array.add(rule(r)));
    return array;
  }

  private static JsonObject rule(LocalRule rule) {
    JsonObject o = new JsonObject();
    o.addProperty("spec", rule.spec());
    o.addProperty("type", rule.fileType().name());
    o.addProperty("context", rule.context());
    return o;
  }

  /**
   * Reads it.
   *
   * @throws RuntimeException of any kind if it is not one
   */
  static FixHeader read(JsonObject line) {
    if (line.get("journal").getAsInt() != VERSION) {
      throw new IllegalStateException("of another version of sevol");
    }
    List<BooleanChange> booleans = new ArrayList<>();
    for (JsonElement element : line.getAsJsonArray("booleans")) {
      JsonObject o = element.getAsJsonObject();
      JsonElement stored = o.get("stored");
      booleans.add(
          new BooleanChange(
              o.get("name").getAsString(),
              o.get("to").getAsBoolean(),
              o.get("active").getAsBoolean(),
              (stored == null || stored.isJsonNull()) ? null : stored.getAsBoolean()));
    }
    return new FixHeader(
        line.get("id").getAsString(),
        line.get("path").getAsString(),
        new FixHeader.Root(
            line.get("boot").getAsString(),
            line.get("dev").getAsLong(),
            line.get("ino").getAsLong(),
            line.get("born").getAsLong()),
        line.get("read_only").getAsBoolean(),
        text(line, "level"),
        text(line, "label"),
        line.has("rule")
            ? new RuleChange(
                rule(line.get("rule")),
                rules(line.getAsJsonArray("before")),
                rules(line.getAsJsonArray("after")))
            : null,
        booleans);
  }

  private static @Nullable String text(JsonObject line, String name) {
    JsonElement value = line.get(name);
    return (value == null || value.isJsonNull()) ? null : value.getAsString();
  }

  private static List<LocalRule> rules(JsonArray array) {
    List<LocalRule> rules = new ArrayList<>();
    array.forEach(element -> rules.add(rule(element)));
    return rules;
  }

  private static LocalRule rule(JsonElement element) {
    JsonObject o = element.getAsJsonObject();
    return new LocalRule(
        o.get("spec").getAsString(),
        FileType.valueOf(o.get("type").getAsString()),
        o.get("context").getAsString());
  }
}
