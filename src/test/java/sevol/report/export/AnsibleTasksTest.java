package sevol.report.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import sevol.remedy.ExportContent;
import sevol.remedy.PlacedRule;

@NullUnmarked // a null here fails the test, which is right
class AnsibleTasksTest {
  /** Text that Ansible takes as it is. */
  private record Unsafe(String text) {}

  private static Object parse(String yaml) {
    LoadSettings settings =
        LoadSettings.builder()
            .setTagConstructors(
                Map.of(new Tag("!unsafe"), node -> new Unsafe(((ScalarNode) node).getValue())))
            .build();
    return new Load(settings).loadFromString(yaml);
  }

  @SuppressWarnings("unchecked") // what YAML gives
  private static List<Map<String, Object>> tasks(ExportContent content) {
    return (List<Map<String, Object>>) parse(ExportFormat.ANSIBLE.write(content).text());
  }

  private static void requireNoTemplate(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (k, v) -> {
            requireNoTemplate(k);
            requireNoTemplate(v);
          });
    } else if (value instanceof List<?> list) {
      list.forEach(AnsibleTasksTest::requireNoTemplate);
    } else if (value instanceof String text) {
      assertFalse(text.contains("{") || text.contains("%"), text);
    }
  }

  @Test
  void everyRuleAndPathComesBackAndNoneIsATemplate() {
    ExportContent content = Hostile.content(Hostile.SPECS);
    List<Map<String, Object>> tasks = tasks(content);
    requireNoTemplate(tasks);
    List<Object> rules = new ArrayList<>();
    Map<Object, Object> relabels = new LinkedHashMap<>();
    for (Map<String, Object> task : tasks) {
      if (task.get("community.general.sefcontext") instanceof Map<?, ?> args) {
        rules.add(args.get("target"));
        assertEquals("container_file_t", args.get("setype"));
        assertEquals("s0", args.get("selevel"));
        assertEquals("sevol_rule_" + rules.size(), task.get("register"));
      } else if (task.get("ansible.builtin.command") instanceof Map<?, ?> args) {
        List<?> argv = (List<?>) args.get("argv");
        assertEquals(List.of("restorecon", "-RF"), argv.subList(0, 2));
        relabels.put(argv.get(2), task.get("when"));
      }
    }
    assertEquals(
        content.rules().stream().map(placed -> new Unsafe(placed.rule().spec())).toList(), rules);
    assertEquals(
        content.paths().stream().map(path -> new Unsafe(RelabelPath.glob(path))).toList(),
        List.copyOf(relabels.keySet()));
    assertEquals(content.rules().size() + content.paths().size() + 2, tasks.size());
  }

  @Test
  void aTreeIsRelabelledWhenOneOfItsRulesChanged() {
    PlacedRule a = Hostile.rule("/srv/a(/.*)?", "/srv/a");
    PlacedRule b = Hostile.rule("/srv/b(/.*)?", "/srv/b");
    PlacedRule c = Hostile.rule("/srv/c(/.*)?", "/srv/a");
    List<Map<String, Object>> tasks = tasks(Hostile.ofRules(List.of(c, b, a)));
    assertEquals("sevol_rule_1 is changed or sevol_rule_3 is changed", tasks.get(3).get("when"));
    assertEquals("sevol_rule_2 is changed", tasks.get(4).get("when"));
  }

  @Test
  void nothingIsAnEmptyListWithAComment() {
    String text = ExportFormat.ANSIBLE.write(Hostile.ofRules(List.of())).text();
    assertTrue(text.contains("# Nothing to export."), text);
    assertEquals(List.of(), parse(text));
  }
}
