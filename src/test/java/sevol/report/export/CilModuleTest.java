package sevol.report.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevol.remedy.ExportContent;
import sevol.remedy.FileType;
import sevol.remedy.LocalRule;
import sevol.remedy.PlacedRule;

class CilModuleTest {
  /** Lists of words, a string with its quotes; comments are passed over. */
  private static List<Object> parse(String cil) {
    Deque<List<Object>> open = new ArrayDeque<>();
    open.push(new ArrayList<>());
    int i = 0;
    while (i < cil.length()) {
      char c = cil.charAt(i);
      int end = i + 1;
      if (c == ';') {
        end = cil.indexOf('\n', i);
      } else if (c == '(') {
        open.push(new ArrayList<>());
      } else if (c == ')') {
        List<Object> list = open.pop();
        open.element().add(list);
      } else if (c == '"') {
        end = cil.indexOf('"', i + 1) + 1;
        open.element().add(cil.substring(i, end));
      } else if (!Character.isWhitespace(c)) {
        while (" ()\n\";".indexOf(cil.charAt(end)) < 0) {
          end++;
        }
        open.element().add(cil.substring(i, end));
      }
      i = end;
    }
    assertEquals(1, open.size());
    return open.pop();
  }

  private static Object context(String range) {
    LocalRule rule =
        new LocalRule("/srv/a", FileType.FILE, "system_u:object_r:container_file_t:" + range);
    List<Object> all =
        parse(
            ExportFormat.CIL
                .write(Hostile.ofRules(List.of(new PlacedRule(rule, "/srv/a"))))
                .text());
    return ((List<?>) all.get(0)).get(3);
  }

  @Test
  void everyRuleComesBackAndNoCommentEnds() {
    ExportContent content = Hostile.content(Hostile.SPECS);
    Object s0 = List.of(List.of("s0"), List.of("s0"));
    List<Object> expected = new ArrayList<>();
    List<String> kinds =
        List.of("any", "file", "dir", "char", "block", "socket", "symlink", "pipe");
    for (PlacedRule placed : content.rules()) {
      LocalRule rule = placed.rule();
      expected.add(
          List.of(
              "filecon",
              '"' + rule.spec() + '"',
              kinds.get(List.of(FileType.values()).indexOf(rule.fileType())),
              List.of("system_u", "object_r", "container_file_t", s0)));
    }
    String text = ExportFormat.CIL.write(content).text();
    assertEquals(expected, parse(text));
    assertTrue(text.contains("; set beside it: setsebool -P container_use_nfs on\n"), text);
    assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c != 0x7f)), text);
  }

  @Test
  void levelsAreLists() {
    assertEquals(
        parse("(system_u object_r container_file_t ((s0 (c1 c2)) (s0 (c1 c2))))").get(0),
        context("s0:c1,c2"));
    assertEquals(
        parse("(system_u object_r container_file_t ((s0) (s1 ((range c0 c7) c9))))").get(0),
        context("s0-s1:c0.c7,c9"));
  }

  @Test
  void noneIsAnEmptyContextAndAQuoteIsRefused() {
    LocalRule none = new LocalRule("/srv/a", FileType.ANY, LocalRule.NONE);
    Exported exported =
        ExportFormat.CIL.write(
            Hostile.ofRules(
                List.of(new PlacedRule(none, "/srv/a"), Hostile.rule("/srv/\"", "/srv"))));
    assertEquals(
        List.of(List.of("filecon", "\"/srv/a\"", "any", List.of())), parse(exported.text()));
    assertEquals(List.of("/srv/\": a string of CIL cannot hold a quote"), exported.refused());
  }
}
